import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { concurrencyFitSchema } from '../../../src/queueing/concurrency/concurrency-fit-schema.ts';
import { fitConcurrency } from '../../../src/queueing/concurrency/concurrency-fit.ts';
import { DEFAULT_SWEEP_LIMITS } from '../../../src/queueing/concurrency/sweep-limits.ts';
import type { SimulatedServer } from '../../../src/queueing/simulator/simulation-model.ts';
import type { Observation } from '../../../src/samples/observation.ts';
import type { TrialRecord } from '../../../src/samples/trial-record.ts';
import { milliseconds } from '../../../src/units.ts';
import { server } from '../simulator/fixtures.ts';
import { simulatedSweep, simulatedSweepTrial } from './fixtures/simulated-sweep.ts';

const trialsOf = (model: SimulatedServer): readonly TrialRecord[] =>
  simulatedSweep(model, DEFAULT_SWEEP_LIMITS, 1).trials;

const trial = (model: SimulatedServer, connections: number, requests: number): TrialRecord =>
  simulatedSweepTrial(model, { connections, requests, durationMs: 60_000 }, connections);

/** As if somebody had watched one worker that used so much of a processor. */
const watched = (record: TrialRecord, cpuShare: number): TrialRecord => ({
  ...record,
  observation: {
    source: 'proc',
    notSeen: [],
    workersExpected: 1,
    atMs: [0, record.windowMs],
    processes: [
      {
        pid: 1,
        parentPid: 0,
        command: 'server',
        isWorker: true,
        firstSeenMs: 0,
        lastSeenMs: record.windowMs,
        endedWithin: false,
        cpuMs: { total: cpuShare * record.windowMs, user: null, system: null },
        waitingForCpuMs: null,
        memoryBytesMax: 1,
        threadsMax: 1,
        threadStates: null,
        contextSwitches: null,
        threadSwitches: null,
        connections: null,
        series: { cpuShare: [], memoryBytes: [], threads: [], threadsRunning: [], connections: [] },
      },
    ],
    listening: null,
    machine: null,
    cost: { cpuMs: 0, coreShare: 0 },
  } satisfies Observation,
});

const slots40 = server('slot', '250ms', { slots: 40 });
/** Each request takes 2 ms of one event loop: 500/s at most, and no slots anywhere. */
const busyLoop = server('timer', '250ms', { loopTime: milliseconds(2) });

describe('fitConcurrency', () => {
  it('says all that a sweep found, as its schema has it', () => {
    const fit = fitConcurrency(trialsOf(slots40));
    assert.deepEqual(concurrencyFitSchema.parse(fit), fit);
    assert.equal(fit.ceiling, 'slots');
    assert.ok(Math.abs((fit.serviceTimeMs.estimate ?? 0) / 250 - 1) < 0.001);
    assert.ok(Math.abs((fit.maxThroughputPerSecond.estimate ?? 0) / 160 - 1) < 0.001);
    assert.deepEqual(fit.knee, { connections: fit.slots });
    assert.ok(Math.abs(fit.models.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-9);
    for (const { throughputPerSecond, predictedPerSecond, connections } of fit.points) {
      const truth = Math.min(connections, 40) * 4;
      assert.ok(Math.abs((throughputPerSecond.estimate ?? 0) / truth - 1) < 0.01);
      assert.ok(Math.abs((predictedPerSecond ?? 0) / truth - 1) < 0.03);
    }
  });

  it('takes one slot a worker for blocked event loops only where somebody saw that they are', () => {
    const trials = trialsOf(server('eventLoop', '50ms', { workers: 2 }));
    assert.equal(fitConcurrency(trials, { workers: 2, loopBlocked: true }).ceiling, 'blockedLoop');
    assert.equal(fitConcurrency(trials, { workers: 2 }).ceiling, 'slots');
    assert.equal(fitConcurrency(trials, { workers: 4, loopBlocked: true }).ceiling, 'slots');
  });

  it('names the processors where the server has none left, and no slots', () => {
    const fit = fitConcurrency(trialsOf(busyLoop).map((record) => watched(record, 0.99)));
    assert.deepEqual([fit.ceiling, fit.slots], ['cpu', null]);
  });

  it('never takes processors that nobody saw for slots', () => {
    assert.notEqual(fitConcurrency(trialsOf(busyLoop)).ceiling, 'slots');
  });

  it('finds no ceiling where as many are served at once as were ever asked for, however spread their responses are', () => {
    // 200 requests take 20 ms of the event loop: two of them in a row can look like one that waited for another.
    const spread = server('timer', '50ms', { loopTime: milliseconds(0.1) });
    const limits = { ...DEFAULT_SWEEP_LIMITS, connectionsMax: 200 };
    for (const seed of [1, 2, 3]) {
      const fit = fitConcurrency(simulatedSweep(spread, limits, seed).trials);
      assert.notEqual(fit.ceiling, 'slots', JSON.stringify(fit.slots));
    }
    const full = fitConcurrency(simulatedSweep(server('slot', '50ms', { slots: 200 }), limits, 1).trials);
    assert.deepEqual([full.ceiling, full.slots], ['none', null]);
  });

  it('leaves out what the load generator spoilt, and says so', () => {
    const trials = trialsOf(slots40).map((record) =>
      record.load.connections > 16
        ? { ...record, generator: { ...record.generator, wasCeiling: true } }
        : record,
    );
    const fit = fitConcurrency(trials);
    assert.equal(fit.ceiling, 'none');
    assert.match(fit.reason, /16 connections; beyond, the load generator was the ceiling/);
    assert.ok(fit.notes.length > 0);
  });
});

describe('data that cannot tell', () => {
  const undetermined: readonly [string, readonly TrialRecord[], RegExp][] = [
    ['no trial at all', [], /no trial/],
    ['one connection alone', [trial(slots40, 1, 4)], /one connection never waits/],
    ['only errors', [{ ...trial(slots40, 1, 4), statusCodes: { 503: 4 } }], /answered with an error/],
    [
      'a generator that was always the ceiling',
      [1, 4].map((connections) => {
        const record = trial(slots40, connections, 4);
        return { ...record, generator: { ...record.generator, wasCeiling: true } };
      }),
      /generator was the ceiling/,
    ],
    [
      'one number of connections, with requests waiting',
      [trial(server('slot', 'exp:250ms', { slots: 4 }), 64, 128)],
      /one connection alone/,
    ],
    [
      'a handful of random service times',
      [
        trial(server('slot', 'exp:250ms', { slots: 4 }), 1, 4),
        trial(server('slot', 'exp:250ms', { slots: 4 }), 64, 70),
      ],
      /agrees with what was measured|too few/,
    ],
  ];
  for (const [what, trials, reason] of undetermined)
    it(`is undetermined: ${what}`, () => {
      const fit = fitConcurrency(trials);
      assert.equal(fit.ceiling, 'undetermined', fit.reason);
      assert.equal(fit.slots, null);
      assert.match(fit.reason, reason);
    });
});
