import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { checkPlan } from '../../src/plan/check-plan.ts';
import { runPlan } from '../../src/run/run-plan.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { Guard } from '../../src/target/guard.ts';
import { startTarget } from '../../src/target/start-target.ts';
import { processesWith, waitUntil } from '../support/processes.ts';

const SERVER = fileURLToPath(new URL('../target/fixtures/misbehaving-server.ts', import.meta.url));
const MARK = `LOADSTONE_TEST_MARK=misbehaving-${process.pid}`;
const WINDOW_MS = 2_500;

/** Runs that go on at once, as most of their time is waiting; each behaviour is one condition. */
const RUNS: readonly { behaviours: readonly string[]; target: object }[] = [
  {
    behaviours: ['listens-late', 'exits-early', 'dies-under-load', 'forks-and-ignores', 'restarts-a-worker'],
    target: {},
  },
  {
    behaviours: ['never-listens', 'answers-500', 'closes-each', 'closes-at-once'],
    target: { ready: { within: '6s', settle: '100ms', path: '/healthz' } },
  },
  {
    behaviours: ['one-of-four-missing', 'one-of-four-hung', 'one-of-four-deaf'],
    target: { workers: 4, ready: { within: '4s', settle: '100ms' } },
  },
];

async function measured({ behaviours, target }: (typeof RUNS)[number]): Promise<StoredRun> {
  const plan = checkPlan(
    {
      name: 'misbehaving servers',
      target: {
        kind: 'command',
        command: [process.execPath, SERVER, '{behaviour}', '--port={port}', '--after=2000', '--requests=50'],
        // What dies 2 s after it began to listen does so under the load.
        ready: { within: '10s', settle: '300ms', path: '/healthz' },
        grace: '300ms',
        ...target,
      },
      load: { generatorThreads: 1, connections: 8, duration: `${WINDOW_MS}ms`, timeout: '1s' },
      factors: { behaviour: behaviours },
      seed: 1,
    },
    'the test',
  );
  const store = openStore(':memory:');
  const guard = await Guard.start();
  try {
    const { id } = await runPlan({
      plan,
      timeScale: 1,
      seed: 1,
      command: [],
      store,
      startTarget: startTarget(guard),
      onEvent: () => {},
      signal: new AbortController().signal,
    });
    return store.findRun(id) ?? assert.fail('the run is not in the store');
  } finally {
    guard.end();
    store.close();
  }
}

describe('a run on servers that misbehave', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  let runs: StoredRun[];
  before(async () => {
    const [name = '', value = ''] = MARK.split('=');
    process.env[name] = value;
    runs = await Promise.all(RUNS.map(measured));
  });
  after(() => delete process.env['LOADSTONE_TEST_MARK']);

  function record(behaviour: string): TrialRecord {
    const trials = runs.flatMap((run) => run.trials);
    const found = trials.find(({ condition }) => condition['behaviour'] === behaviour);
    return found ?? assert.fail(`${behaviour} was not measured: ${failure(behaviour)}`);
  }

  function failure(behaviour: string): string | undefined {
    const failed = runs.flatMap(({ run }) => run.failedTrials);
    return failed.find(({ condition }) => condition['behaviour'] === behaviour)?.reason;
  }

  it('goes on to the last, and each ends in a record or a failure', () => {
    for (const { run, trials } of runs) {
      assert.equal(run.state, 'finished');
      assert.equal(trials.length + run.failedTrials.length, run.plan.conditions.length);
    }
  });

  it('leaves nothing of them running, whoever forked it and in whatever session', async () => {
    // This process has the mark, and so have its guardians until they have seen that they are to end.
    const left = (): number[] => processesWith(MARK).filter((pid) => pid !== process.pid);
    const gone = await waitUntil(() => left().length === 0, 3_000);
    assert.notEqual(gone, undefined, `still running: ${left().join(', ')}`);
  });

  const failures: readonly [behaviour: string, reason: RegExp][] = [
    [
      'never-listens',
      /not ready within 6s: nothing answers \(ECONNREFUSED\).*said: loading \| still loading/,
    ],
    ['exits-early', /ended by itself \(exit code 3\).*said: line 11 of .* \| line 30 of/],
    ['answers-500', /not fit to be measured: it answers GET \/healthz with status 500; it said: listening/],
    ['closes-at-once', /not ready within 6s: nothing answers \(ECONNRESET\)/],
    ['one-of-four-missing', /not ready within 4s: 1 of 4 workers hold the listening socket/],
    ['one-of-four-hung', /not ready within 4s: 1 of 4 workers hold the listening socket/],
    ['one-of-four-deaf', /not ready within 4s: 1 of 4 workers wait for connections/],
  ];
  for (const [behaviour, reason] of failures)
    it(`says why ${behaviour} cannot be measured, with its last lines`, () => {
      assert.match(failure(behaviour) ?? `${behaviour} was measured`, reason);
    });

  for (const behaviour of ['listens-late', 'forks-and-ignores', 'closes-each'])
    it(`measures ${behaviour} as it is`, () => {
      const { ledger, validity, windowMs } = record(behaviour);
      assert.deepEqual(
        validity.reasons.filter((reason) => !/busy with something else|was the ceiling/.test(reason)),
        [],
      );
      assert.ok(ledger.completed > 0 && windowMs >= WINDOW_MS);
      assert.deepEqual(ledger.failed, {});
    });

  it('has what came back of a server that dies under the load, and how it died', () => {
    const { ledger, validity, windowMs } = record('dies-under-load');
    assert.ok(ledger.completed > 0 && windowMs < WINDOW_MS);
    assert.match(validity.reasons.join(), /ended by itself \(.*\); it said: .*out of memory/);
  });

  it('says of a server that restarts a worker under the load that it did', () => {
    const { validity } = record('restarts-a-worker');
    assert.match(validity.reasons.join(), /workers? (?:ended|were started) under the load/);
  });
});
