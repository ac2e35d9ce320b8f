import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { conditionsOf } from '../../src/plan/conditions.ts';
import { runTerminal } from '../../src/report/run-terminal.ts';
import { assertGolden } from '../golden/golden.ts';
import { EXAMPLE_RUNS } from './fixtures/example-runs.ts';
import { widest } from './fixtures/lines.ts';
import { simulatedRun } from './fixtures/simulated-run.ts';
import { storedRun } from './fixtures/stored-run.ts';
import { CONDITIONS } from './fixtures/sync-vs-async.ts';

for (const [name, stored] of Object.entries(EXAMPLE_RUNS)) {
  test(`a run reads well in 80 columns: ${name.replaceAll('-', ' ')}`, () => {
    const text = runTerminal(stored, { color: false });
    assert.ok(widest(text) <= 80, `${widest(text)} columns`);
    assertGolden(`report/terminal/${name}.txt`, text);
  });
}

test('colour adds nothing but colour, and only when it is asked for', () => {
  for (const stored of Object.values(EXAMPLE_RUNS)) {
    const plain = runTerminal(stored, { color: false });
    const coloured = runTerminal(stored, { color: true });
    assert.notEqual(coloured, plain);
    assert.equal(stripVTControlCharacters(coloured), plain);
    assert.equal(stripVTControlCharacters(plain), plain);
  }
});

test('a table too wide for the terminal is set as several, each with its keys', () => {
  const trials = CONDITIONS.map((condition) => ({
    condition: { ...condition, connections: 1_000_000, generatorThreads: 4 },
    ledger: { completed: 123_456_789, timedOut: 1, completedLate: 1, inFlightAtEnd: 1_000_000 },
    steadyStatePerSecond: 1_234_567_890,
    observed: { mean: 123_456 },
  }));
  const text = runTerminal(storedRun({ trials }), { color: false });
  assert.ok(widest(text) <= 80);
  assert.ok(text.split('\n').filter((line) => line.includes('p50')).length === 1);
  assert.match(text, /1,234,567,890/);
});

test('effects of levels with long names are numbered, and spelt out above', () => {
  const stored = simulatedRun({
    seed: 1,
    conditions: conditionsOf({
      workers: [1, 2],
      endpoint: ['/api/v1/organisations/customers/orders', '/api/v1/organisations/customers/invoices'],
    }),
    perSecond: () => 10,
    noise: 0.01,
  });
  const text = runTerminal(stored, { color: false });
  assert.ok(widest(text) <= 80);
  const [, effects = ''] = text.split('\nEffects');
  assert.match(effects, /^#1 {2}workers 2 vs 1 \/api\/v1\/organisations\/customers\/orders$/m);
  assert.match(effects, /^ +1 +\S+ % \[.*\] equivalent/m);
});

test('a bootstrap interval stands beside the other where there are 20 trials', () => {
  const replicated = (replicates: number): string =>
    runTerminal(
      simulatedRun({ seed: 1, replicates, conditions: [{ workers: 1 }], perSecond: () => 10, noise: 0.01 }),
      { color: false },
    );
  assert.match(replicated(20), /steady requests\/s, bootstrap/);
  assert.doesNotMatch(replicated(19), /bootstrap/);
});

test('the margin that was asked for decides the verdicts, and is said', () => {
  const stored = simulatedRun({
    seed: 1,
    conditions: conditionsOf({ threads: [1, 2] }),
    perSecond: ({ threads }) => (threads === 2 ? 9 : 10),
    noise: 0.002,
  });
  const slower = runTerminal(stored, { color: false });
  assert.match(slower, /threads 2 vs 1 .*slower/);
  assert.match(slower, /a\s+difference under 5 %/);
  const equivalent = runTerminal({ ...stored, run: { ...stored.run, margin: 0.2 } }, { color: false });
  assert.match(equivalent, /threads 2 vs 1 .*equivalent/);
  assert.match(equivalent, /a\s+difference under 20 %/);
});
