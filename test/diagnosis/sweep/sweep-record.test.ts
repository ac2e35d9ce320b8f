import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/errors.ts';
import { DEFAULT_SWEEP_LIMITS } from '../../../src/queueing/concurrency/sweep-limits.ts';
import type { Goal } from '../../../src/queueing/prediction/goal.ts';
import { sweepSchema } from '../../../src/queueing/sweep-record.ts';
import type { StoredRun } from '../../../src/samples/run-record.ts';
import type { TrialRecord } from '../../../src/samples/trial-record.ts';
import { onAnyMachine } from '../../../src/diagnosis/sweep/busy-machine.ts';
import { sweepRecord } from '../../../src/diagnosis/sweep/sweep-record.ts';
import { simulatedSweep, simulatedSweepTrial } from '../../queueing/concurrency/fixtures/simulated-sweep.ts';
import { server } from '../../queueing/simulator/fixtures.ts';
import { storedRun } from '../../report/fixtures/stored-run.ts';

/** Two workers of six slots, which hold each request for as long. */
const twelveSlots = server('slot', '100ms', { workers: 2, slots: 6 });
const swept = simulatedSweep(twelveSlots, DEFAULT_SWEEP_LIMITS, 1).trials;

const storedOf = (trials: readonly TrialRecord[]): StoredRun => {
  const { run } = storedRun({ server: { workers: 2, poolSize: 6, hold: '100ms' } });
  const conditions = trials.map(({ condition }) => condition);
  return { run: { ...run, plan: { ...run.plan, conditions } }, trials: [...trials] };
};

const at = (endpoint: string, trials: readonly TrialRecord[]): TrialRecord[] =>
  trials.map((trial) => ({ ...trial, condition: { ...trial.condition, endpoint } }));

const goals: Goal[] = [
  { figure: 'p99Ms', value: 350 },
  { figure: 'steadyPerSecond', value: 100 },
];

describe('what follows from the trials of a sweep', () => {
  it('is for each endpoint what limits it, and what would serve more', () => {
    const trials = [...at('/a', swept), ...at('/b', swept.slice(0, 1))];
    const record = sweepRecord(storedOf(trials), { goals: [], toServe: 30, connectionsMax: 1_000 });
    assert.deepEqual(sweepSchema.parse(record), record);
    const [first, second] = record.endpoints;
    assert.deepEqual(
      [first?.endpoint, first?.ceiling, first?.slots?.estimate, first?.ended.state, first?.capacity],
      ['/a', 'slots', 12, 'stored', null],
    );
    assert.deepEqual(first?.toServe, {
      connections: 30,
      configurations: [
        { workers: 5, slotsPerWorker: 6 },
        { workers: 2, slotsPerWorker: 15 },
      ],
    });
    assert.deepEqual([second?.endpoint, second?.ceiling, second?.toServe], ['/b', 'undetermined', null]);
  });

  it('has the largest load that meets all goals, and what was measured there', () => {
    const trials = at('/a', swept);
    const before = sweepRecord(storedOf(trials), { goals, toServe: 100, connectionsMax: 1_000 }).endpoints[0]
      ?.capacity;
    // Three rounds of twelve take 300 ms, and a fourth too many.
    assert.deepEqual([before?.connections, before?.verification], [36, null]);
    const verified = at('/a', [
      simulatedSweepTrial(twelveSlots, { connections: 36, requests: 360, durationMs: 60_000 }, 1),
    ]);
    const after = sweepRecord(storedOf([...trials, ...verified]), {
      goals,
      toServe: 100,
      connectionsMax: 1_000,
    }).endpoints[0]?.capacity;
    assert.deepEqual([after?.connections, after?.verification?.isMet], [36, true]);
    const tighter = { ...goals[0], figure: 'p99Ms', value: 1 } as const;
    const none = sweepRecord(storedOf(trials), { goals: [tighter], toServe: 100, connectionsMax: 1_000 })
      .endpoints[0]?.capacity;
    assert.deepEqual([none?.connections, none?.verification], [null, null]);
    assert.notEqual(none?.because, null);
  });

  it('has an end for an endpoint without a trial', () => {
    const ends = new Map([['/a', { state: 'failed', because: 'no luck' } as const]]);
    const [sweep] = sweepRecord(storedOf([]), { goals, toServe: 100, connectionsMax: 1_000, ends }).endpoints;
    assert.deepEqual(
      [sweep?.endpoint, sweep?.ceiling, sweep?.ended.because, sweep?.capacity, sweep?.diagnosis],
      ['/a', 'undetermined', 'no luck', null, null],
    );
  });

  it('is of one server only', () => {
    const trials = at('/a', swept).map((trial, index) => ({
      ...trial,
      condition: { ...trial.condition, workers: 1 + (index % 2) },
    }));
    assert.throws(
      () => sweepRecord(storedOf(trials), { goals: [], toServe: 100, connectionsMax: 1_000 }),
      UserError,
    );
  });
});

it('a machine that is busy with something else spoils no trial of a sweep, and other things do', () => {
  const machine = { busyShare: 1, serverShare: 0.1, generatorShare: 0.1, othersShare: 0.8, stolenShare: 0 };
  const [trial] = swept;
  assert.ok(trial !== undefined);
  const observation: TrialRecord['observation'] = {
    source: 'proc',
    notSeen: [],
    workersExpected: null,
    atMs: [],
    processes: [],
    listening: null,
    machine,
    cost: { cpuMs: 0, coreShare: 0 },
  };
  const busy =
    'the machine was busy with something else: it took 80 % of the processors, which left 0 % idle';
  const cases: [reasons: string[], left: string[]][] = [
    [[busy], []],
    [[busy, 'worker 7 was replaced'], ['worker 7 was replaced']],
    [['worker 7 was replaced'], ['worker 7 was replaced']],
  ];
  for (const [reasons, left] of cases) {
    const validity = { valid: false, reasons };
    const [judged] = onAnyMachine([{ ...trial, observation, validity }]);
    assert.deepEqual(judged?.validity, { valid: left.length === 0, reasons: left });
  }
});
