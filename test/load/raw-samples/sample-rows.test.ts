import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RowBuffer } from '../../../src/load/raw-samples/row-buffer.ts';
import {
  CSV,
  NDJSON,
  ROW_BYTES,
  SampleRows,
  type SampleFormat,
} from '../../../src/load/raw-samples/sample-rows.ts';
import {
  blankSample,
  COMPLETED,
  COMPLETED_LATE,
  FAILED,
  IN_FLIGHT_AT_END,
  NEVER,
  TIMED_OUT,
  type Sample,
} from '../../../src/load/raw-samples/sample.ts';
import {
  millisecondsToNanoseconds,
  milliseconds,
  nanoseconds,
  type Nanoseconds,
} from '../../../src/units.ts';
import { assertGolden } from '../../golden/golden.ts';

const WINDOW_START = nanoseconds(86_400e9 + 7);
const WINDOW_END = nanoseconds(WINDOW_START + 60e9);

/** A moment, so many milliseconds after the window began. */
function at(offset: number): Nanoseconds {
  return nanoseconds(WINDOW_START + millisecondsToNanoseconds(milliseconds(offset)));
}

/** One of each outcome, with the kind of its failure. */
const SAMPLES: readonly { sample: Partial<Sample>; thread: number; failure?: string }[] = [
  {
    sample: {
      intendedAt: at(0),
      startedAt: at(0.000_001),
      firstByteAt: at(12.25),
      endedAt: at(12.345_678),
      status: 200,
      outcome: COMPLETED,
    },
    thread: 0,
  },
  {
    sample: {
      intendedAt: at(10),
      startedAt: at(1_010.5),
      firstByteAt: at(31_010.5),
      endedAt: at(31_010.500_001),
      connection: 3,
      request: 2,
      status: 503,
      outcome: COMPLETED_LATE,
    },
    thread: 1,
  },
  {
    sample: {
      intendedAt: at(20),
      startedAt: at(20),
      endedAt: at(30_020.04),
      connection: 99,
      outcome: TIMED_OUT,
    },
    thread: 0,
  },
  {
    sample: {
      intendedAt: at(21),
      startedAt: at(21),
      firstByteAt: at(22),
      endedAt: at(23),
      status: 200,
      outcome: FAILED,
    },
    thread: 2,
    failure: 'read:ECONNRESET',
  },
  {
    sample: { intendedAt: NEVER, startedAt: NEVER, endedAt: at(24), connection: 12, outcome: FAILED },
    thread: 3,
    failure: 'connect:"odd", indeed',
  },
  {
    sample: {
      intendedAt: at(59_000),
      startedAt: at(59_000.25),
      connection: 1_023,
      request: 999_999,
      outcome: IN_FLIGHT_AT_END,
    },
    thread: 3,
  },
];

function written(format: SampleFormat): string {
  const buffer = new RowBuffer(16_384);
  const rows = new SampleRows(format, buffer);
  buffer.put(format.header);
  for (const { sample, thread, failure } of SAMPLES) {
    const quoted = failure === undefined ? undefined : format.quote(failure);
    rows.put({ ...blankSample(), ...sample }, thread, quoted, WINDOW_START, WINDOW_END);
  }
  return buffer.text.toString();
}

describe('SampleRows', () => {
  it('writes one JSON object a line', () => {
    const text = written(NDJSON);
    const objects = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(objects.length, SAMPLES.length);
    assert.equal(objects[4]?.['failure'], 'connect:"odd", indeed');
    assertGolden('samples/every-outcome.ndjson', text);
  });

  it('writes CSV with a header', () => {
    assertGolden('samples/every-outcome.csv', written(CSV));
  });

  for (const [name, format] of Object.entries({ NDJSON, CSV })) {
    it(`has room for the longest row of ${name}`, () => {
      const buffer = new RowBuffer(2_048);
      const longest = nanoseconds(-Number.MAX_SAFE_INTEGER);
      const sample: Sample = {
        intendedAt: nanoseconds(0),
        startedAt: nanoseconds(0),
        firstByteAt: longest,
        endedAt: longest,
        connection: 2 ** 31 - 1,
        request: 2 ** 31 - 1,
        status: 999,
        outcome: COMPLETED_LATE,
        failure: 0,
      };
      const windowStart = nanoseconds(Number.MAX_SAFE_INTEGER);
      new SampleRows(format, buffer).put(sample, 2 ** 31 - 1, undefined, windowStart);
      assert.ok(buffer.text.length <= ROW_BYTES, `${buffer.text.length} bytes`);
    });
  }
});
