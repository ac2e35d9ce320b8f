import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../src/errors.ts';
import { planSchema } from '../../src/plan/plan.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { KeptRun } from '../../src/sweep/kept-run.ts';
import type { SweepEvent } from '../../src/sweep/sweep-events.ts';
import type { SweepOptions } from '../../src/sweep/sweep-options.ts';
import { stepLoad, SweptEndpoint, type Decide } from '../../src/sweep/swept-endpoint.ts';
import type { RunningTarget, StartTarget } from '../../src/target/target.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';

const plan = planSchema.parse({
  name: 'swept',
  target: { kind: 'url', url: 'http://127.0.0.1:1/' },
  load: { generatorThreads: 1, connections: 1, duration: '10s', timeout: '2s' },
  factors: { endpoint: ['/it'], connections: [1] },
});

/** A target in this process, which counts how often it is started and stopped. */
function countedTarget(port: number, behaviour: Partial<RunningTarget> = {}) {
  const counts = { started: 0, stopped: 0 };
  const startTarget: StartTarget = async () => {
    counts.started++;
    return {
      url: new URL(`http://127.0.0.1:${port}/`),
      subject: undefined,
      problems: () => [],
      reports: () => [],
      askForReports: async () => {},
      ended: new AbortController().signal,
      stop: async () => void counts.stopped++,
      ...behaviour,
    };
  };
  return { counts, startTarget };
}

function optionsWith(startTarget: StartTarget, given: Partial<SweepOptions> = {}): SweepOptions {
  return {
    plan,
    swept: 'connections',
    bounds: { connectionsMax: 100, timeBudgetMs: 10_000 },
    goals: [],
    toServe: 100,
    command: ['loadstone', 'sweep'],
    store: openStore(':memory:'),
    startTarget,
    onEvent: () => {},
    signal: new AbortController().signal,
    ...given,
  };
}

/** Ten requests at each of these levels, one after the other. */
const atLevels =
  (...levels: number[]): Decide =>
  (trials) => {
    const level = levels[trials.length];
    return level === undefined
      ? { state: 'enough', because: 'that was all' }
      : { state: 'measure', level, load: stepLoad(5_000, 10), because: 'it is next', left: null };
  };

const levelsOf = (trials: readonly TrialRecord[]): unknown[] =>
  trials.map(({ condition }) => condition['connections']);

const answer = (socket: Socket): void => void socket.write(OK_RESPONSE);

describe('an endpoint that is swept', () => {
  it('has one server for all its trials, each in the store before the next is decided', async () => {
    await using server = await startTcpServer(answer);
    const problems: string[] = [];
    const events: SweepEvent[] = [];
    const { counts, startTarget } = countedTarget(server.port, { problems: () => problems });
    const options = optionsWith(startTarget, { onEvent: (event) => events.push(event) });
    const run = new KeptRun(options);
    const swept = new SweptEndpoint('/it', run, options);
    assert.equal(await swept.begin(), undefined);
    const stored: number[] = [];
    const end = await swept.measure((trials, known) => {
      stored.push(options.store.findRun(run.record.id)?.trials.length ?? -1);
      // Between two trials, so that it spoils none.
      if (trials.length === 1) problems.push('worker 7 was replaced');
      return atLevels(1, 4, 4)(trials, known);
    });
    await swept.end();
    assert.deepEqual(end, { state: 'enough', because: 'that was all' });
    assert.deepEqual([stored, counts], [[0, 1, 2, 3], { started: 1, stopped: 1 }]);
    const { trials } = run.stored();
    assert.deepEqual(
      trials.map(({ ledger, order, load, validity }) => [
        load.connections,
        order.replicate,
        ledger.completed,
        validity.reasons,
      ]),
      [
        [1, 1, 10, []],
        [4, 1, 10, []],
        [4, 2, 10, []],
      ],
    );
    assert.deepEqual(run.record.plan.conditions, [
      { endpoint: '/it', connections: 1 },
      { endpoint: '/it', connections: 4 },
    ]);
    const [, step] = events;
    assert.ok(step?.type === 'stepStarting');
    assert.deepEqual(
      [step.because, step.trial.condition],
      ['it is next', { endpoint: '/it', connections: 1 }],
    );
  });

  it('keeps what was measured when it is interrupted, and gives up the trial that goes on', async () => {
    await using server = await startTcpServer(answer);
    const interrupt = new AbortController();
    const { counts, startTarget } = countedTarget(server.port);
    const options = optionsWith(startTarget, { signal: interrupt.signal });
    const run = new KeptRun(options);
    const swept = new SweptEndpoint('/it', run, options);
    await swept.begin();
    const end = await swept.measure((trials, known) => {
      if (trials.length === 1) setTimeout(() => interrupt.abort(), 100);
      const step = atLevels(1, 2, 3)(trials, known);
      // Without a number of requests it goes on for all its duration.
      return step.state === 'measure' && trials.length === 1
        ? { ...step, load: stepLoad(60_000, null) }
        : step;
    });
    await swept.end();
    assert.equal(end.state, 'interrupted');
    assert.deepEqual([levelsOf(run.stored().trials), counts.stopped], [[1], 1]);
  });

  it('waits until nothing is left of a load whose requests were given up', async () => {
    let inServer = 0;
    let mostAtStart = 0;
    // One after the other, also where the client has gone meanwhile.
    let line: Promise<void> = Promise.resolve();
    const oneMore = async (before: Promise<void>, socket: Socket): Promise<void> => {
      await before;
      await delay(20);
      inServer--;
      if (!socket.destroyed) socket.write(OK_RESPONSE);
    };
    await using server = await startTcpServer((socket) => {
      inServer++;
      line = oneMore(line, socket);
    });
    const { startTarget } = countedTarget(server.port);
    const options = optionsWith(startTarget);
    const swept = new SweptEndpoint('/it', new KeptRun(options), options);
    await swept.begin();
    await swept.measure((trials, known) => {
      mostAtStart = Math.max(mostAtStart, inServer);
      const step = atLevels(20, 1)(trials, known);
      return step.state === 'measure' ? { ...step, load: stepLoad(150, null) } : step;
    });
    await swept.end();
    assert.ok((swept.trials[0]?.ledger.inFlightAtEnd ?? 0) > 0);
    assert.equal(mostAtStart, 0);
  });

  it('says why it cannot begin: no server, or one that answers with errors', async () => {
    const failing: StartTarget = async () => {
      throw new UserError({ what: 'no luck', exitCode: 1 });
    };
    const noServer = optionsWith(failing);
    assert.deepEqual(await new SweptEndpoint('/it', new KeptRun(noServer), noServer).begin(), {
      state: 'failed',
      because: 'no luck',
    });
    await using server = await startTcpServer((socket) =>
      socket.write('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'),
    );
    const { startTarget } = countedTarget(server.port);
    const options = optionsWith(startTarget);
    const end = await new SweptEndpoint('/it', new KeptRun(options), options).begin();
    assert.equal(end?.state, 'failed');
    assert.match(end.because, /\/it: it answers with 404/);
  });
});
