import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LiveSeries, type Look } from '../../../src/run/live/live-series.ts';

function seriesOf(durationMs: number | undefined, looks: readonly Look[]): ReturnType<LiveSeries['read']> {
  const series = new LiveSeries(durationMs);
  for (const look of looks) series.add(look);
  return series.read();
}

const look = (elapsedMs: number, completed: number, inFlight = 0): Look => ({
  elapsedMs,
  completed,
  inFlight,
});
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const cases: readonly [
  name: string,
  durationMs: number,
  looks: Look[],
  completed: number[],
  inFlight: number[],
][] = [
  ['nothing before the end of an interval', 6_000, [look(99, 7, 3)], [], []],
  ['what was counted until its end', 6_000, [look(100, 7, 3), look(200, 9, 5)], [7, 2], [3, 5]],
  [
    'what a look between two ends says of them evenly',
    6_000,
    [look(50, 0, 10), look(150, 40, 20)],
    [20],
    [15],
  ],
  [
    'a late look to all intervals that it covers',
    6_000,
    [look(100, 0), look(400, 9, 6)],
    [0, 3, 3, 3],
    [0, 2, 4, 6],
  ],
  [
    'only what completes in the window',
    6_000,
    [look(-300, 0, 8), look(-100, 0, 10), look(100, 5, 10)],
    [5],
    [10],
  ],
  ['a second of a minute', 60_000, [look(500, 40), look(1_000, 40, 1), look(2_000, 50, 2)], [40, 10], [1, 2]],
];

describe('the series of a load that goes on', () => {
  for (const [name, durationMs, looks, completed, inFlight] of cases)
    it(`gives ${name}`, () => {
      const series = seriesOf(durationMs, looks);
      assert.deepEqual([series.completed, series.inFlight], [completed, inFlight]);
    });

  it('has intervals that grow where there is no telling how long the load takes', () => {
    const looks = Array.from({ length: 200 }, (_, index) => look((index + 1) * 100, index + 1, 4));
    const { intervalMs, completed, inFlight } = seriesOf(undefined, looks);
    assert.equal(intervalMs, 400);
    assert.deepEqual(
      completed,
      Array.from({ length: 50 }, () => 4),
    );
    assert.deepEqual(
      inFlight,
      Array.from({ length: 50 }, () => 4),
    );
  });

  it('loses and adds nothing, however the looks come: what is over sums up to the totals at its end', () => {
    const steps = fc.array(fc.record({ afterMs: fc.integer({ min: 1, max: 3_000 }), more: fc.nat(500) }), {
      minLength: 1,
      maxLength: 200,
    });
    const durations = fc.option(fc.integer({ min: 1, max: 600_000 }), { nil: undefined });
    fc.assert(
      fc.property(durations, steps, (durationMs, given) => {
        let [elapsedMs, completed] = [0, 0];
        const looks: Look[] = [];
        for (const { afterMs, more } of given) {
          // As the fold does: a look after the window is one at its end.
          elapsedMs = Math.min(elapsedMs + afterMs, durationMs ?? Infinity);
          completed += more;
          looks.push(look(elapsedMs, completed, more));
        }
        const series = seriesOf(durationMs, looks);
        const over = series.completed.length * series.intervalMs;
        assert.ok(series.completed.length <= 60 && series.inFlight.length === series.completed.length);
        assert.ok(over <= elapsedMs && elapsedMs < over + series.intervalMs);
        assert.ok(series.completed.every((count) => count >= 0));
        const before = looks.findLast((one) => one.elapsedMs <= over)?.completed ?? 0;
        const total = sum(series.completed);
        assert.ok(total <= completed);
        // At an interval's end that was looked at, all that was counted is in the series.
        const atEnd = looks.find((one) => one.elapsedMs === over);
        if (atEnd === undefined) assert.ok(total >= before);
        else assert.ok(total >= atEnd.completed && total <= before);
      }),
      { numRuns: 300 },
    );
  });
});
