import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conclusionSentence } from '../../src/report/conclusion-sentences.ts';
import { unexplained } from '../../src/report/facts/unexplained.ts';
import { runTerminal } from '../../src/report/run-terminal.ts';
import type { PredictedFigures, Prediction } from '../../src/samples/prediction.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { storedRun } from './fixtures/stored-run.ts';
import { trialRecord } from './fixtures/trial-record.ts';

const range = (estimate: number, least = estimate, most = estimate) => ({ estimate, least, most });

const figures = (completed: number): PredictedFigures => ({
  completed: range(completed, completed - 10, completed),
  steadyPerSecond: range(10, 9.5, 10.1),
  p50Ms: null,
  p99Ms: null,
  meanMs: null,
});

const prediction = (changes: Partial<Prediction> = {}): Prediction => ({
  replications: 1,
  simulatedMs: 60_000,
  allowedOverheadMs: 30,
  expected: figures(500),
  afterwards: null,
  ...changes,
});

function run(completed: number, of: Prediction | null, invalidReasons: string[] = []): StoredRun {
  const condition = { workers: 4, endpoint: '/sync' };
  const trial = trialRecord({ condition, ledger: { completed }, steadyStatePerSecond: 10, invalidReasons });
  return {
    run: storedRun({ name: 'x', conditions: [condition] }).run,
    trials: [{ ...trial, prediction: of }],
  };
}

const sentences = (stored: StoredRun): string[] => unexplained(stored).map(conclusionSentence);

describe('a trial beside its prediction', () => {
  it('is explained within the range, and where nothing was predicted', () => {
    assert.deepEqual(sentences(run(500, prediction())), []);
    assert.deepEqual(sentences(run(490, prediction())), []);
    assert.deepEqual(sentences(run(1, null)), []);
    assert.deepEqual(sentences(run(1, prediction(), ['it was spoilt'])), []);
  });

  it('is not outside it, and the figures are named', () => {
    assert.deepEqual(sentences(run(315, prediction())), [
      'The model cannot explain this trial: for workers 4, endpoint /sync 315 completed, where 490 to 500 were expected, with up to 30ms of overhead a request.',
    ]);
  });

  it('may be explained by how the connections were spread', () => {
    const afterwards = { ...figures(315), connectionsByWorker: [77, 16, 6, 1] };
    assert.match(
      sentences(run(315, prediction({ afterwards })))[0] ?? '',
      /its workers had 77, 16, 6 and 1 connections, and with those the model expects 305 to 315: the spread explains it\)\.$/,
    );
    assert.match(
      sentences(run(200, prediction({ afterwards })))[0] ?? '',
      /even with those the model expects 305 to 315/,
    );
  });

  it('shows prediction, measurement and residual beside each other in the report', () => {
    const text = runTerminal(run(450, prediction()), { color: false });
    assert.match(text, /Predicted beside measured/);
    assert.match(text, / 4 \/sync +500 +450 +-10% +10\.0 +10\.0 +0%/);
    assert.match(text.replaceAll(/\s+/g, ' '), /Up to 30ms more a request is no contradiction/);
    assert.ok(text.split('\n').every((line) => line.length <= 80));
    assert.doesNotMatch(runTerminal(run(450, null), { color: false }), /Predicted/);
  });
});
