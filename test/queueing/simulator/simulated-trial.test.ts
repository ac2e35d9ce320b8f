import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { machineRepairman } from '../../../src/queueing/machine-repairman.ts';
import { simulate } from '../../../src/queueing/simulator/simulate.ts';
import { simulatedTrial } from '../../../src/queueing/simulator/simulated-trial.ts';
import type { SimulationModel } from '../../../src/queueing/simulator/simulation-model.ts';
import { trialText } from '../../../src/report/trial-text.ts';
import { wrkText } from '../../../src/report/wrk-text.ts';
import { loadGeneratorField } from '../../../src/samples/generator-schema.ts';
import { trialRecordSchema, type TrialRecord } from '../../../src/samples/trial-record.ts';
import { milliseconds } from '../../../src/units.ts';
import { hold, load, server } from './fixtures.ts';

const record = (model: SimulationModel, seed = 1): TrialRecord =>
  simulatedTrial(model, seed, {
    url: new URL('http://127.0.0.1:8000/sync'),
    startedAt: new Date(0),
    condition: { workers: 1 },
    order: { block: 1, replicate: 1, position: 1 },
    environment: {
      cpuModel: 'none',
      cpuCount: 1,
      memoryBytes: 1,
      platform: 'linux',
      kernel: '6',
      architecture: 'x64',
      nodeVersion: 'v26',
      loadstoneVersion: '0',
      loadAverageBefore: [0, 0, 0],
    },
    reasons: [],
  });

const published = (place: 'slot' | 'timer'): SimulationModel => ({
  server: server(place, '10s', { slots: 40, handlerTime: milliseconds(1) }),
  load: load({ timeout: '30s', generatorThreads: 4 }),
});

describe('simulatedTrial', () => {
  it('is a trial record like any other, which every report can print', () => {
    const trial = record(published('slot'));
    assert.deepEqual(trialRecordSchema.parse(trial), trial);
    assert.match(trialText(trial, { color: false }), /300 started = 200 completed/);
    assert.match(wrkText(trial, { latency: true }), /200 requests in 1\.00m/);
    assert.deepEqual([trial.generator.name, trial.validity], ['simulator', { valid: true, reasons: [] }]);
  });

  it('finds the steady states of the published cells: 4/s and 10/s, where 3.33/s and 8.33/s are observed', () => {
    const [sync, async] = [record(published('slot')), record(published('timer'))];
    assert.equal(sync.throughput.completedPerSecond.toFixed(2), '3.33');
    assert.equal(sync.throughput.steadyStatePerSecond?.toFixed(2), '4.00');
    assert.equal(async.throughput.completedPerSecond.toFixed(2), '8.33');
    assert.equal(async.throughput.steadyStatePerSecond?.toFixed(2), '10.00');
  });

  it('its intervals cover the exact throughput and response time of M/M/c//N', () => {
    const exact = machineRepairman({
      clients: 50,
      servers: 8,
      serviceTime: milliseconds(20),
      thinkTime: milliseconds(100),
    });
    const model: SimulationModel = {
      server: server('slot', 'exp:20ms', { slots: 8 }),
      load: load({ connections: 50 }),
      thinkTime: hold('exp:100ms'),
    };
    const { throughput, responseTimeMs } = record(model, 3);
    assert.ok(Math.abs((throughput.steadyStatePerSecond ?? 0) / exact.perSecond - 1) < 0.02);
    assert.ok(Math.abs((responseTimeMs.censored?.mean.estimate ?? 0) / exact.responseTime - 1) < 0.05);
  });

  it('leaves out a warm-up that the series shows, exactly where it ends', () => {
    // All 2,000 ask at once: until that queue is served, after 10 s, they wait; from then on they come when they have thought.
    const model: SimulationModel = {
      server: server('slot', '20ms', { slots: 4 }),
      load: load({ connections: 2_000 }),
      thinkTime: hold('exp:20s'),
    };
    const { warmUp, responseTimeMs, windowMs } = record(model, 2);
    assert.equal(warmUp?.state, 'settled');
    assert.ok((warmUp?.cutMs ?? 0) >= 10_000);
    // The same trial, asked for what was due after the cut.
    const { settled } = simulate(model, 2, milliseconds(warmUp?.cutMs ?? 0));
    const completed = settled.completed.reduce((sum, [, count]) => sum + count, 0);
    assert.equal(responseTimeMs.censored?.fromMs, warmUp?.cutMs);
    assert.equal(responseTimeMs.censored?.completed, completed);
    assert.ok(completed < responseTimeMs.observed.count && windowMs === 60_000);
  });

  it('has the arrivals of an open loop, and response times from when they were due', () => {
    const trial = record({
      server: server('slot', 'exp:20ms', { slots: 8 }),
      load: load({
        connections: 10,
        connectionsMax: 20,
        arrivalsPerSecond: 300,
        arrivalProcess: 'poisson',
        duration: '20s',
      }),
    });
    assert.ok(trial.validity.valid);
    assert.deepEqual(trialRecordSchema.parse(trial), trial);
    assert.equal(trial.load.loop, 'open');
    const { observed, uncorrected } = trial.responseTimeMs;
    assert.equal(uncorrected?.count, observed.count);
    assert.ok((observed.mean ?? 0) >= (uncorrected?.mean ?? Infinity));
  });

  it('is no generator that a server can be loaded with', () => {
    assert.deepEqual(loadGeneratorField.options, ['loadstone', 'wrk', 'autocannon']);
  });
});
