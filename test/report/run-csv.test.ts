import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCsv } from '../../src/report/run-csv.ts';
import type { RequestEnds } from '../../src/statistics/censored-response-times.ts';
import { assertGolden } from '../golden/golden.ts';
import { EXAMPLE_RUNS } from './fixtures/example-runs.ts';
import { storedRun } from './fixtures/stored-run.ts';

for (const [name, stored] of Object.entries(EXAMPLE_RUNS)) {
  test(`a run is written as CSV, one row a trial: ${name.replaceAll('-', ' ')}`, () => {
    const text = runCsv(stored);
    const rows = text.split('\r\n').filter((line) => line !== '');
    assert.equal(rows.length, 1 + stored.trials.length);
    assertGolden(`report/csv/${name}.csv`, text);
  });
}

test('commas, quotes and line ends stay inside their field', () => {
  const stored = storedRun({ trials: [{ invalidReasons: ['late, by "far"', 'two\nlines'] }] });
  assert.ok(runCsv(stored).endsWith(',false,"late, by ""far""; two\nlines",,,,,\r\n'));
});

test('no two columns have the same name, also when load and server settings are factors', () => {
  const condition = { connections: 10, generatorThreads: 2, timeout: '3s', duration: '6s', hold: '1s' };
  const [header = ''] = runCsv(storedRun({ trials: [{ condition }] })).split('\r\n');
  const names = header.split(',');
  assert.equal(new Set(names).size, names.length);
});

test('the response times over all requests stand last, empty where they are beyond the data', () => {
  const ends = { completed: [[5_000_000, 40]], unanswered: [[30_000_000, 60]] } as unknown as RequestEnds;
  const text = runCsv(storedRun({ trials: [{ ends }] }));
  const [header = '', row = ''] = text.split('\r\n');
  assert.ok(header.endsWith('response_time_censored_mean_ms,response_time_censored_beyond_ms'));
  // 40 of 100 took 5 s, and the others longer than 30 s: 0.4 × 5 s + 0.6 × 30 s.
  assert.ok(row.endsWith(',,,,20000,30000'), row);
});
