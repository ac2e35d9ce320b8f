import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { diagnose } from '../../src/diagnosis/diagnosis.ts';
import { ceilingSentences } from '../../src/report/ceiling-sentences.ts';
import { conclusions } from '../../src/report/conclusions.ts';
import { conclusionSentence } from '../../src/report/conclusion-sentences.ts';
import { findingKindField } from '../../src/samples/diagnosis.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { observed, simulated } from '../diagnosis/fixtures/simulated.ts';
import { TROUBLED } from '../diagnosis/fixtures/troubled.ts';
import { assertGolden } from '../golden/golden.ts';
import { storedRun } from './fixtures/stored-run.ts';
import { CONDITIONS, expectedTrial } from './fixtures/sync-vs-async.ts';

/** A run of one trial, of a server of which no more is known than said. */
function runOf(record: TrialRecord, server?: Parameters<typeof storedRun>[0]): StoredRun {
  const unknown = {
    kind: 'url',
    name: null,
    url: 'http://x/',
    workers: null,
    hold: null,
    model: null,
  } as const;
  const { run } = storedRun({ conditions: [record.condition], ...(server ?? { targets: [unknown] }) });
  return { run, trials: [record] };
}

describe('a ceiling in words', () => {
  it('has its figures, its confidence, what shows it and what would lift it, of each kind', () => {
    const texts = TROUBLED.map(([what, , record]) => {
      const sentences = ceilingSentences(diagnose(runOf(record)));
      return [`# ${what}`, ...sentences].join('\n');
    });
    assertGolden('report/ceilings/each-kind.txt', `${texts.join('\n\n')}\n`);
  });

  it('is there for every kind that there is', () => {
    const kinds = new Set(TROUBLED.map(([, kind]) => kind));
    assert.deepEqual(
      [...findingKindField.options].filter((kind) => !kinds.has(kind)),
      ['undetermined'],
    );
  });

  it('never says that a figure is unknown, where that is what it goes by', () => {
    for (const [, , record] of TROUBLED)
      for (const sentence of ceilingSentences(diagnose(runOf(record)))) assert.doesNotMatch(sentence, /\?/);
  });
});

test('conditions that are alike are spoken of together, by the levels that tell them from the others', () => {
  const trials = CONDITIONS.map((condition) => expectedTrial(condition));
  const starts = ceilingSentences(diagnose(storedRun({ trials }))).map((text) => text.split(':')[0]);
  assert.deepEqual(starts, [
    'workers 1, endpoint /sync (2 conditions)',
    'endpoint /async (4 conditions)',
    'workers 4, endpoint /sync (2 conditions)',
  ]);
});

test('with many conditions what has one ceiling and one remedy is said once, with its figures as ranges', () => {
  const ofPool = [1, 2, 4, 8].flatMap((workers) =>
    [5, 10, 20, 40].flatMap((poolSize) =>
      [50, 200].flatMap((connections) =>
        ['/sync', '/async'].map((endpoint) => ({ workers, poolSize, connections, endpoint })),
      ),
    ),
  );
  const trials = ofPool.map((condition) => {
    const { workers, poolSize, connections, endpoint } = condition;
    const busy = endpoint === '/async' ? connections : Math.min(connections, workers * poolSize);
    return {
      condition,
      connections,
      steadyStatePerSecond: busy,
      ledger: { completed: 60 * busy, inFlightAtEnd: connections },
    };
  });
  const sentences = ceilingSentences(
    diagnose(storedRun({ conditions: ofPool, trials, server: { hold: '1s' } })),
  );
  assert.ok(sentences.length <= 4);
  assert.match(
    sentences.join(),
    /: 5 to 160 slots for 50 to 200 requests at once: .*5\.00\/s to 160\/s at most/,
  );
  assert.match(
    sentences.join(),
    /2 to 20 workers in place of 1 to 8, or 7 to 100 slots a worker in place of 5 to 40/,
  );
});

test('where neither slots nor load explain a throughput, the report says with one voice what does', () => {
  const record = observed(simulated({ place: 'eventLoop', hold: '50ms' }), { unread: 19 });
  const stored = runOf(record, { server: { poolSize: 12, hold: '50ms' } });
  assert.equal(diagnose(stored)[0]?.ceiling, 'eventLoopBlocked');
  const [sentence] = conclusions(stored).map(conclusionSentence);
  assert.match(sentence ?? '', /neither slots nor load explain it, but a blocked event loop does\.$/);
});
