import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runTable } from '../../src/report/run-table.ts';
import { storedRun } from './fixtures/stored-run.ts';
import { CONDITIONS, expectedTrial, PUBLISHED } from './fixtures/sync-vs-async.ts';

const [first = {}] = CONDITIONS;

test("rows stand in the plan's order, whatever the order of the trials", () => {
  const trials = CONDITIONS.toReversed().map((condition) => expectedTrial(condition));
  const table = runTable(storedRun({ conditions: CONDITIONS, trials }));
  assert.deepEqual(
    table.rows.map(({ condition }) => condition),
    CONDITIONS,
  );
  assert.deepEqual(table.factors, ['workers', 'threads', 'endpoint']);
});

test('a condition is the same whatever the order of its factors', () => {
  const trial = expectedTrial({ endpoint: '/sync', threads: 1, workers: 1 });
  const { rows } = runTable(storedRun({ conditions: [first], published: PUBLISHED, trials: [trial] }));
  assert.equal(rows.length, 1);
  assert.equal(rows[0]?.figures?.completed, 200);
  assert.equal(rows[0]?.published?.completed, 200);
});

test('published times shrink and published rates grow with the time scale; counts stay', () => {
  const trials = [expectedTrial(first, 0.1)];
  const { rows } = runTable(storedRun({ timeScale: 0.1, published: PUBLISHED, trials }));
  assert.deepEqual(rows[0]?.published, {
    completed: 200,
    late: 50,
    completedPerSecond: 33.3,
    meanMs: 1_804,
  });
});

test('figures are medians over the valid trials', () => {
  const trials = [200, 190, 240, 999].map((completed, index) => ({
    ...expectedTrial(first),
    replicate: index + 1,
    ledger: { completed },
    steadyStatePerSecond: index === 0 ? null : completed / 60,
    invalidReasons: completed === 999 ? ['the generator was late'] : [],
  }));
  const [row] = runTable(storedRun({ conditions: [first], replicates: 4, trials })).rows;
  assert.equal(row?.trials, 3);
  assert.equal(row.isValid, true);
  assert.equal(row.figures?.completed, 200);
  assert.equal(row.figures.steadyPerSecond, (190 / 60 + 240 / 60) / 2);
  assert.deepEqual(row.invalid, [{ replicate: 4, reasons: ['the generator was late'] }]);
});

test('a condition with only invalid trials shows their figures and says so', () => {
  const trials = [{ ...expectedTrial(first), invalidReasons: ['stopped'] }];
  const [row] = runTable(storedRun({ trials })).rows;
  assert.equal(row?.isValid, false);
  assert.equal(row.figures?.completed, 200);
});

test('a condition that was not measured has no figures', () => {
  const table = runTable(storedRun({ conditions: CONDITIONS, state: 'interrupted', replicates: 2 }));
  assert.equal(table.trialsMeasured, 0);
  assert.equal(table.trialsPlanned, 16);
  assert.ok(table.rows.every(({ figures }) => figures === null));
});
