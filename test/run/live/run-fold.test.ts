import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planSchema } from '../../../src/plan/plan.ts';
import { scheduleTrials, type ScheduledTrial } from '../../../src/plan/trial-schedule.ts';
import { trialSettings } from '../../../src/plan/trial-settings.ts';
import { RunFold } from '../../../src/run/live/run-fold.ts';
import type { RunEvent } from '../../../src/run/run-events.ts';
import type { TrialProgress } from '../../../src/run/trial-load.ts';
import { liveRunSchema, type LiveRun } from '../../../src/samples/live-run.ts';
import type { RunRecord } from '../../../src/samples/run-record.ts';
import { nanoseconds } from '../../../src/units.ts';
import { trialRecord } from '../../report/fixtures/trial-record.ts';

const plan = planSchema.parse({
  name: 'mine',
  target: { kind: 'embedded' },
  load: { generatorThreads: 1, connections: 4, duration: '6s', timeout: '1s', warmup: '2s' },
  factors: { endpoint: ['/a', '/b', '/c'] },
});
const trials = scheduleTrials([{ endpoint: '/a' }, { endpoint: '/b' }, { endpoint: '/c' }], 1, 1);
const [one, two, three] = trials as [ScheduledTrial, ScheduledTrial, ScheduledTrial];
const run = {} as RunRecord;

const starting = (trial: ScheduledTrial, requests?: number): RunEvent => {
  const settings = trialSettings(plan, trial.condition, 1);
  return {
    type: 'trialStarting',
    trial,
    settings: { ...settings, load: { ...settings.load, requests } },
  };
};
const loaded = (trial: ScheduledTrial, seconds: number, completed: number): RunEvent => ({
  type: 'trialProgress',
  trial,
  progress: progress(seconds, completed),
});
const progress = (seconds: number, completed: number): TrialProgress => ({
  elapsed: nanoseconds(seconds * 1e9),
  counters: {
    started: completed + 4,
    completed,
    completedLate: 1,
    timedOut: 0,
    failed: 0,
    inFlightAtStart: 0,
    inFlight: 4,
    bytesRead: 0,
  },
});

/** After these events; what it says has the form of what is stored. */
function after(events: readonly RunEvent[], nowMs = 10_000): LiveRun {
  const fold = new RunFold(0);
  for (const event of [{ type: 'runStarted', run, trials: 3 } as const, ...events]) fold.take(event);
  const live = fold.read(nowMs, new Date(0));
  assert.deepEqual(liveRunSchema.parse(live), live);
  return live;
}

describe('how far a run has come', () => {
  it('is what its trials are at, in their order, with the totals and the series of those that are loaded', () => {
    const {
      live,
      trials: total,
      finished,
    } = after([
      starting(two),
      { type: 'trialReady', trial: two },
      starting(three),
      starting(one),
      loaded(one, 0.1, 30),
      loaded(one, 0.2, 50),
    ]);
    assert.deepEqual([total, finished], [3, 0]);
    assert.deepEqual(
      live.map(({ position, state, durationMs, elapsedMs }) => [position, state, durationMs, elapsedMs]),
      [
        [1, 'loaded', 6_000, 200],
        [2, 'ready', null, 0],
        [3, 'starting', null, 0],
      ],
    );
    assert.deepEqual(live[0]?.counters, {
      completed: 50,
      completedLate: 1,
      timedOut: 0,
      failed: 0,
      inFlight: 4,
    });
    assert.deepEqual(live[0].series, { intervalMs: 100, completed: [30, 20], inFlight: [4, 4] });
    assert.deepEqual(live[1]?.series.completed, []);
  });

  it('is before 0 in a warm-up, in which nothing is counted, and at the end after the window', () => {
    const [warming] = after([starting(one), loaded(one, -1.5, 0)]).live;
    assert.deepEqual([warming?.elapsedMs, warming?.series.completed], [-1_500, []]);
    const [over] = after([starting(one), loaded(one, 5.9, 59), loaded(one, 6.4, 60)]).live;
    assert.deepEqual([over?.elapsedMs, over?.series.completed.length], [6_000, 60]);
    assert.equal(
      over?.series.completed.reduce((sum, count) => sum + count),
      60,
    );
  });

  it('has no counters where the generator says nothing of its requests', () => {
    const [trial] = after([
      starting(one),
      { type: 'trialProgress', trial: one, progress: { elapsed: nanoseconds(3e9) } },
    ]).live;
    assert.deepEqual([trial?.counters, trial?.series.completed, trial?.elapsedMs], [null, [], 3_000]);
  });

  it('counts what is finished or failed, and forgets what is put off or spoilt', () => {
    const events: RunEvent[] = [
      ...trials.map((trial) => starting(trial)),
      { type: 'trialFinished', trial: one, record: trialRecord({}) },
      { type: 'trialPutOff', trial: two },
    ];
    assert.deepEqual([after(events).finished, after(events).live.map(({ position }) => position)], [1, [3]]);
    const spoilt = after([...events, { type: 'trialSpoilt', trial: three, busyShare: 0.9 }]);
    assert.deepEqual([spoilt.finished, spoilt.live], [1, []]);
    const failed = after([...events, { type: 'trialFailed', trial: three, reason: 'no luck' }]);
    assert.deepEqual([failed.finished, failed.live], [2, []]);
  });

  it('knows of the blocks that are added', () => {
    const more = trials.map((trial) => ({ ...trial, position: trial.position + 3 }));
    assert.equal(after([{ type: 'blockStarting', run, trials: more, awaited: null }]).trials, 6);
  });

  it('takes warm-up and window for what a trial lasts, and its server for 3 s', () => {
    const { left } = after([starting(one), loaded(one, 2, 50)]);
    // 4 s of 8 s are left of this one, and two more are to come.
    assert.deepEqual(left, { lowMs: 2.5 * 11_000, highMs: 2.5 * 11_000 });
  });

  it('takes the requests that end a window for its measure where they come before its time does', () => {
    const events = [starting(two), starting(three), starting(one, 200)];
    const { left, live } = after([
      ...events.map((event): RunEvent => event),
      { type: 'trialFinished', trial: two, record: trialRecord({}) },
      { type: 'trialFinished', trial: three, record: trialRecord({}) },
      loaded(one, 1, 50),
    ]);
    // A quarter in a second, so three seconds for the rest, and a server to stop.
    assert.deepEqual([live[0]?.requests, left], [200, { lowMs: 6_000, highMs: 6_000 }]);
  });
});
