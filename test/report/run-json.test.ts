import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runJson } from '../../src/report/run-json.ts';
import { storedRunSchema } from '../../src/samples/run-record.ts';
import { EXAMPLE_RUNS } from './fixtures/example-runs.ts';

test('a run survives being written and read', () => {
  for (const stored of Object.values(EXAMPLE_RUNS)) {
    const read = storedRunSchema.parse(JSON.parse(runJson(stored)));
    assert.deepEqual(read, stored);
  }
});
