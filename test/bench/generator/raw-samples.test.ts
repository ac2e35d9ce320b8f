import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { rawQuantiles } from '../../../bench/generator/raw-samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-raw-samples-'));
after(() => rmSync(folder, { recursive: true }));

/** 100 completed requests of 1 to 100 ms, and others that have no response time yet or never had one. */
function samplesFile(): string {
  const path = join(folder, 'samples.ndjson');
  const completed = Array.from({ length: 100 }, (_, index) => ({
    outcome: 'completed',
    responseTimeMs: 100 - index,
  }));
  const others = ['inFlight', 'timedOut', 'failed'].map((outcome) => ({ outcome, responseTimeMs: 5_000 }));
  const rows = [...completed.slice(0, 50), ...others, ...completed.slice(50)];
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
}

describe('the quantiles of raw samples', () => {
  it('are those of the completed requests, in µs', () => {
    assert.deepEqual(rawQuantiles(samplesFile(), 100), { p50: 50_000, p99: 99_000, p999: 100_000 });
  });

  it('are none where some samples are missing', () => {
    assert.throws(() => rawQuantiles(samplesFile(), 101), /101 requests were completed, and 100 are/);
  });
});
