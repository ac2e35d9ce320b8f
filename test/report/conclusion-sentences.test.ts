import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conclusionSentence } from '../../src/report/conclusion-sentences.ts';
import { conclusions } from '../../src/report/conclusions.ts';
import { assertGolden } from '../golden/golden.ts';
import { storedRun, type RunInput } from './fixtures/stored-run.ts';
import { CONDITIONS, expectedTrial, PUBLISHED } from './fixtures/sync-vs-async.ts';
import { WORKER_CLASS_SERVER, WORKER_CLASS_TRIALS } from './fixtures/worker-classes.ts';
import type { TrialInput } from './fixtures/trial-record.ts';

const expected = CONDITIONS.map((condition) => expectedTrial(condition));
const withSteady = (steady: (condition: (typeof CONDITIONS)[number]) => number | undefined): TrialInput[] =>
  expected.map((trial) => {
    const own = steady(trial.condition ?? {});
    return own === undefined ? trial : { ...trial, steadyStatePerSecond: own };
  });

const cases: Record<string, RunInput> = {
  'as-published': { published: PUBLISHED, trials: expected },
  'threads-matter': {
    trials: withSteady(({ threads, endpoint }) =>
      threads === 4 && endpoint === '/async' ? 6.99 : undefined,
    ),
  },
  'workers-share-unevenly': {
    trials: withSteady(({ workers, threads, endpoint }) => {
      if (workers !== 4 || endpoint !== '/sync') return undefined;
      return threads === 1 ? 5.4 : 6.2;
    }),
  },
  'loop-is-blocked': {
    trials: [1, 4].map((workers) =>
      expectedTrial({ workers, endpoint: '/blocking' }, 1, {
        ledger: { completed: 5 * workers, inFlightAtEnd: 100 },
        steadyStatePerSecond: 0.1 * workers,
      }),
    ),
  },
  'load-and-slots-vary': {
    trials: [20, 100].flatMap((connections) =>
      [1, 2].map((workers) =>
        expectedTrial({ workers, connections, endpoint: '/sync' }, 1, {
          connections,
          ledger: { completed: 6 * Math.min(connections, 40 * workers) },
          steadyStatePerSecond: Math.min(connections, 40 * workers) / 10,
        }),
      ),
    ),
  },
  'only-slots': {
    trials: [expectedTrial({ workers: 1, endpoint: '/sync' })],
  },
  'completed-less-than-in-flight-explains': {
    trials: [
      expectedTrial({ workers: 1, endpoint: '/async' }, 1, {
        ledger: { completed: 300, timedOut: 40, inFlightAtEnd: 100 },
      }),
    ],
  },
  'every-endpoint-fails-but-one': {
    trials: [
      expectedTrial({ workers: 1, endpoint: '/async' }),
      {
        condition: { workers: 1, endpoint: '/sync' },
        ledger: { failed: { 'read:ECONNRESET': 7 }, timedOut: 3, inFlightAtEnd: 90 },
        invalidReasons: ['every request failed'],
      },
    ],
  },
  'some-trials-are-off': {
    published: PUBLISHED,
    replicates: 3,
    trials: expected.flatMap((trial) =>
      [1, 2, 3].map((replicate) =>
        replicate === 2 && trial.condition?.endpoint === '/async'
          ? { ...trial, replicate, ledger: { completed: 400, inFlightAtEnd: 100 } }
          : { ...trial, replicate },
      ),
    ),
  },
  'responses-are-errors': {
    trials: [1, 2, 4, 8].map((workers) => ({
      condition: { workers },
      ledger: { completed: 1_000 },
      statusCodes: { 200: 500 - workers, 404: workers, 503: 500 },
    })),
  },
  'worker-classes': { server: WORKER_CLASS_SERVER, trials: WORKER_CLASS_TRIALS },
  'gthread-alone': {
    server: { ...WORKER_CLASS_SERVER, workerClass: 'gthread', hold: 'exp:50ms' },
    trials: WORKER_CLASS_TRIALS.flatMap(({ condition: { workerClass, ...condition } = {}, ...trial }) =>
      workerClass === 'gthread' && condition.endpoint === '/sync' ? [{ condition, ...trial }] : [],
    ),
  },
  'all-late-in-many-conditions': {
    published: PUBLISHED,
    trials: expected.map((trial) => ({
      ...trial,
      ledger: { completed: 500, completedLate: 500, inFlightAtEnd: 100 },
    })),
  },
};

for (const [name, input] of Object.entries(cases)) {
  test(`what follows is put in words: ${name.replaceAll('-', ' ')}`, () => {
    const sentences = conclusions(storedRun(input)).map(conclusionSentence);
    assert.ok(sentences.every((sentence) => sentence.endsWith('.') && !sentence.includes('undefined')));
    assertGolden(`report/conclusions/${name}.txt`, `${sentences.join('\n')}\n`);
  });
}
