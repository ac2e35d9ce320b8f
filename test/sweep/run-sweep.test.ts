import assert from 'node:assert/strict';
import { it } from 'node:test';
import { planSchema } from '../../src/plan/plan.ts';
import type { LiveRun } from '../../src/samples/live-run.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';

it('a sweep can be followed while it goes on, trial by trial, and not when it is interrupted', async () => {
  await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
  const store = openStore(':memory:');
  const interrupt = new AbortController();
  const lives: LiveRun[] = [];
  let whileItWentOn: LiveRun | undefined;
  const record = await runSweep({
    plan: planSchema.parse({
      name: 'swept',
      target: { kind: 'url', url: 'http://127.0.0.1:1/' },
      load: { generatorThreads: 1, connections: 1, duration: '10s', timeout: '2s' },
      factors: { endpoint: ['/it'], connections: [1] },
    }),
    swept: 'connections',
    bounds: { connectionsMax: 16, timeBudgetMs: 10_000 },
    goals: [],
    toServe: 100,
    command: ['loadstone', 'sweep'],
    store,
    startTarget: async () => ({
      url: new URL(`http://127.0.0.1:${server.port}/`),
      subject: undefined,
      problems: () => [],
      reports: () => [],
      askForReports: async () => {},
      ended: new AbortController().signal,
      stop: async () => {},
    }),
    onEvent: (event) => {
      if (event.type === 'sweepProgress') lives.push(event.live);
      if (event.type !== 'stepFinished') return;
      whileItWentOn ??= store.findLive(store.latestRun()?.run.id ?? '');
      if (event.trial.position === 2) interrupt.abort();
    },
    signal: interrupt.signal,
  });
  assert.equal(record.state, 'interrupted');
  assert.equal(whileItWentOn?.trials, null);
  assert.equal(store.findLive(record.run), undefined);
  const starting = lives.flatMap(({ live }) => live).filter(({ state }) => state === 'ready');
  assert.deepEqual(
    new Map(starting.map(({ position, condition }) => [position, condition['endpoint']])),
    new Map([
      [1, '/it'],
      [2, '/it'],
    ]),
  );
  assert.ok(starting.every(({ because }) => because !== null));
  assert.ok(lives.some(({ left }) => left !== null));
  assert.equal(lives.at(-1)?.finished, 2);
});
