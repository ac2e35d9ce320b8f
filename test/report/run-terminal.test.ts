import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { runTerminal } from '../../src/report/run-terminal.ts';
import { assertGolden } from '../golden/golden.ts';
import { EXAMPLE_RUNS } from './fixtures/example-runs.ts';
import { widest } from './fixtures/lines.ts';
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
