import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runJson } from '../../src/report/run-json.ts';
import { runFileSchema, storedRunSchema } from '../../src/samples/run-record.ts';
import { EXAMPLE_RUNS } from './fixtures/example-runs.ts';

test('a run survives being written and read', () => {
  for (const stored of Object.values(EXAMPLE_RUNS)) {
    const read = storedRunSchema.parse(JSON.parse(runJson(stored)));
    assert.deepEqual(read, stored);
  }
});

test('what is written has the effects too, with the margin that was asked for', () => {
  for (const stored of Object.values(EXAMPLE_RUNS)) {
    const { effects, interactions } = runFileSchema.parse(
      JSON.parse(runJson({ ...stored, run: { ...stored.run, margin: 0.1 } })),
    );
    assert.ok([...effects, ...interactions].every(({ margin }) => margin === 0.1));
  }
  const replicates = EXAMPLE_RUNS['noisy-replicates'];
  assert.ok(replicates !== undefined);
  const threads = runFileSchema
    .parse(JSON.parse(runJson(replicates)))
    .effects.find(({ metric, factor }) => metric === 'steadyStatePerSecond' && factor === 'threads');
  assert.equal(threads?.verdict, 'equivalent');
  assert.deepEqual([threads.level, threads.baselineLevel, threads.endpoint], [4, 1, '/sync']);
});
