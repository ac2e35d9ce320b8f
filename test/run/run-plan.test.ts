import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { planSchema, type Plan } from '../../src/plan/plan.ts';
import type { RunEvent } from '../../src/run/run-events.ts';
import { runPlan, type RunOptions } from '../../src/run/run-plan.ts';
import type { LiveRun } from '../../src/samples/live-run.ts';
import type { RunStore } from '../../src/store/run-store.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import type { StartTarget } from '../../src/target/target.ts';
import { milliseconds } from '../../src/units.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';

const plan: Plan = planSchema.parse({
  name: 'mine',
  target: { kind: 'embedded' },
  load: { generatorThreads: 1, connections: 2, duration: '200ms', timeout: '1s' },
  factors: { workers: [1, 2, 3] },
});

/** A target in this process, of which a test can make what it likes. */
function fakeTarget(port: number, behaviour: Partial<Awaited<ReturnType<StartTarget>>> = {}): StartTarget {
  return async () => ({
    url: new URL(`http://127.0.0.1:${port}/`),
    subject: undefined,
    problems: () => [],
    reports: () => [],
    askForReports: async () => {},
    ended: new AbortController().signal,
    stop: async () => {},
    ...behaviour,
  });
}

function optionsWith(startTarget: StartTarget, given: Partial<RunOptions> = {}): RunOptions {
  return {
    plan,
    timeScale: 1,
    seed: 1,
    command: ['loadstone', 'run'],
    store: openStore(':memory:'),
    startTarget,
    onEvent: () => {},
    signal: new AbortController().signal,
    ...given,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'loadstone-run-'));
after(() => rmSync(folder, { recursive: true }));

/** What another process would read of a run that goes on. */
function watched(name: string): { store: RunStore; live: () => LiveRun | undefined } {
  const [store, reader] = [openStore(join(folder, name)), openStore(join(folder, name))];
  return {
    store,
    live: () => {
      const run = reader.latestRun()?.run;
      return run && reader.findLive(run.id);
    },
  };
}

describe('a run', () => {
  it('can be followed in the store while it goes on, and not when it was interrupted', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    const { store, live } = watched('followed.sqlite');
    const interrupt = new AbortController();
    let seen: LiveRun | undefined;
    const options = optionsWith(fakeTarget(server.port), {
      store,
      signal: interrupt.signal,
      plan: { ...plan, load: { ...plan.load, duration: milliseconds(60_000) } },
      onEvent: (event) => {
        if (event.type !== 'trialProgress') return;
        seen = live();
        if (seen?.live.some(({ series }) => series.completed.length > 0)) interrupt.abort();
      },
    });
    await runPlan(options);
    const [trial, ...others] = seen?.live ?? [];
    assert.deepEqual([seen?.trials, seen?.finished, others], [3, 0, []]);
    assert.deepEqual([trial?.position, trial?.state, trial?.durationMs], [1, 'loaded', 60_000]);
    assert.ok((trial?.counters?.completed ?? 0) > 0);
    assert.equal(live(), undefined);
  });

  const short = { ...plan, factors: { workers: [1] } };
  for (const [name, end] of [
    ['finished', () => {}],
    ['broken off by a defect', () => assert.fail('a defect')],
  ] as const)
    it(`is followed no more once it is ${name}`, async () => {
      await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
      const { store, live } = watched(`${name}.sqlite`);
      let wasThere = false;
      const options = optionsWith(fakeTarget(server.port), {
        store,
        plan: short,
        onEvent: (event) => {
          if (event.type !== 'trialFinished') return;
          wasThere = live() !== undefined;
          end();
        },
      });
      await Promise.allSettled([runPlan(options)]);
      assert.deepEqual([wasThere, live()], [true, undefined]);
    });

  it('is measured as well where nobody can be told how far it has come', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    const store = openStore(':memory:');
    const refuse = (): never => assert.fail('the store is busy');
    const options = optionsWith(fakeTarget(server.port), {
      store: Object.assign(store, { saveLive: refuse, removeLive: refuse }),
      plan: short,
    });
    const run = await runPlan(options);
    assert.deepEqual([run.state, store.findRun(run.id)?.trials.length], ['finished', 1]);
  });

  it('has each trial in the store before the next starts', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    const storedAtStart: number[] = [];
    const options = optionsWith(async (...given) => {
      storedAtStart.push(options.store.latestRun()?.trials.length ?? -1);
      return fakeTarget(server.port)(...given);
    });
    const run = await runPlan(options);
    assert.deepEqual(storedAtStart, [0, 1, 2]);
    assert.equal(run.state, 'finished');
    const stored = options.store.findRun(run.id);
    assert.deepEqual(stored?.run, run);
    assert.deepEqual(new Set(stored?.trials.map((trial) => trial.condition['workers'])), new Set([1, 2, 3]));
    assert.ok(stored?.trials.every((trial) => trial.validity.valid && trial.ledger.completed > 0));
  });

  it('notes a trial whose server does not start, and goes on', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    let starts = 0;
    const options = optionsWith(async (...given) => {
      if (++starts === 2) throw new UserError({ what: 'no luck', exitCode: 1 });
      return fakeTarget(server.port)(...given);
    });
    const run = await runPlan(options);
    assert.deepEqual(
      run.failedTrials.map(({ position, reason }) => [position, reason]),
      [[2, 'no luck']],
    );
    assert.equal(options.store.findRun(run.id)?.trials.length, 2);
    assert.equal(run.state, 'finished');
  });

  it('marks a trial invalid when its server had trouble or left something behind', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    const options = optionsWith(
      fakeTarget(server.port, {
        problems: () => ['worker 7 was replaced'],
        stop: async () => Promise.reject(new Error('a process is left')),
      }),
    );
    const run = await runPlan(options);
    const [trial] = options.store.findRun(run.id)?.trials ?? [];
    assert.deepEqual(trial?.validity, {
      valid: false,
      reasons: ['worker 7 was replaced', 'a process is left'],
    });
  });

  it('ends the load of a trial when its server ends, says so, and goes on', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    const long = { ...plan, load: { ...plan.load, duration: plan.load.timeout } };
    let end = new AbortController();
    const options = optionsWith(
      async (...given) => {
        end = new AbortController();
        return fakeTarget(server.port, { ended: end.signal, problems: () => ['it ended'] })(...given);
      },
      {
        plan: long,
        onEvent: (event) => {
          if (event.type === 'trialProgress' && event.progress.elapsed > 0) end.abort();
        },
      },
    );
    const run = await runPlan(options);
    const trials = options.store.findRun(run.id)?.trials ?? [];
    assert.equal(trials.length, 3);
    for (const trial of trials) {
      assert.ok(trial.windowMs < 900);
      assert.equal(trial.validity.reasons[0], 'it ended');
      assert.match(trial.validity.reasons[1] ?? '', /^stopped after/);
    }
  });

  it('keeps a trial that was measured in full when it is interrupted while the server is being stopped', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    const interrupt = new AbortController();
    const options = optionsWith(fakeTarget(server.port, { stop: async () => interrupt.abort() }), {
      signal: interrupt.signal,
    });
    const run = await runPlan(options);
    assert.equal(run.state, 'interrupted');
    const [trial, ...others] = options.store.findRun(run.id)?.trials ?? [];
    assert.deepEqual([trial?.validity.valid, others.length], [true, 0]);
  });

  it('keeps what is finished when it is interrupted, and gives up the trial that goes on', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    const interrupt = new AbortController();
    let stops = 0;
    const events: RunEvent['type'][] = [];
    const options = optionsWith(fakeTarget(server.port, { stop: async () => void stops++ }), {
      signal: interrupt.signal,
      onEvent: (event) => {
        events.push(event.type);
        if (event.type === 'trialProgress' && event.trial.position === 2) interrupt.abort();
      },
    });
    const run = await runPlan(options);
    assert.equal(run.state, 'interrupted');
    assert.equal(options.store.findRun(run.id)?.trials.length, 1);
    assert.equal(stops, 2);
    assert.equal(events.at(-1), 'runEnded');
  });
});
