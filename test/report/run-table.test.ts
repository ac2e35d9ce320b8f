import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runTable } from '../../src/report/run-table.ts';
import { runTerminal } from '../../src/report/run-terminal.ts';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { milliseconds, millisecondsToMicroseconds } from '../../src/units.ts';
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

const at = (ms: number, count: number): DurationCount => [
  millisecondsToMicroseconds(milliseconds(ms)),
  count,
];

test('quantiles are over all requests, and one beyond the data is longer than all others', () => {
  // p50 is 1 s, 2 s, beyond 30 s and beyond 40 s.
  const ends = [
    { completed: [at(1_000, 90)] },
    { completed: [at(2_000, 90)], unanswered: [at(30_000, 10)] },
    { completed: [at(1_000, 10)], unanswered: [at(30_000, 90)] },
    { completed: [at(1_000, 10)], unanswered: [at(40_000, 90)] },
  ];
  const p50Of = (which: readonly number[]): (number | null | undefined)[] => {
    const trials = which.map((index, place) => ({
      ...expectedTrial(first),
      replicate: place + 1,
      ends: ends[index] ?? {},
    }));
    const [row] = runTable(storedRun({ conditions: [first], replicates: 4, trials })).rows;
    return [row?.figures?.p50Ms, row?.figures?.p50BeyondMs];
  };
  assert.deepEqual(p50Of([0, 1]), [1_500, null]);
  assert.deepEqual(p50Of([0, 1, 2]), [2_000, null]);
  // One of the two in the middle is known, 2 s; of the other only that it is longer than 30 s.
  assert.deepEqual(p50Of([0, 1, 2, 3]), [null, 16_000]);
  assert.deepEqual(p50Of([1, 2, 3]), [null, 30_000]);
});

test('reports print what a quantile is beyond, in seconds', () => {
  const ends = { completed: [at(1_000, 10)], unanswered: [at(30_000, 90)] };
  const stored = storedRun({ conditions: [first], trials: [{ ...expectedTrial(first), ends }] });
  const text = runTerminal(stored, { color: false });
  assert.match(text, />30\.0 +>30\.0/);
  assert.match(text, /one without a response took longer than its\s+age/);
});

test('trials that were cut and trials that never settled are named below the tables', () => {
  const warmUps = [
    { state: 'settled', cutMs: 0 },
    { state: 'settled', cutMs: 1_200 },
    { state: 'settled', cutMs: 2_000 },
    { state: 'neverSettled', cutMs: 0 },
  ] as const;
  const trials = warmUps.map((warmUp, index) => ({ ...expectedTrial(first), replicate: index + 1, warmUp }));
  const text = runTerminal(storedRun({ conditions: [first], replicates: 4, trials }), { color: false });
  const flat = text.replaceAll(/\s+/g, ' ');
  assert.match(flat, /Warm-up: workers 1, .*\/sync, replicates 2 and 3: the first 1\.2s to 2s left out of/);
  assert.match(flat, /Never settled: workers 1, .*\/sync, replicate 4: response times still changed/);
});
