import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LiveTrials } from '../../src/cli/live-trials.ts';
import { RunProgress } from '../../src/cli/run-progress.ts';
import { scheduleTrials, type ScheduledTrial } from '../../src/plan/trial-schedule.ts';
import type { TrialProgress } from '../../src/run/trial-load.ts';
import type { RunRecord } from '../../src/samples/run-record.ts';
import { milliseconds, nanoseconds } from '../../src/units.ts';
import { trialRecord } from '../report/fixtures/trial-record.ts';

const trials = scheduleTrials([{ endpoint: '/a' }, { endpoint: '/b' }, { endpoint: '/c' }], 1, 1);
const [one, two, three] = trials as [ScheduledTrial, ScheduledTrial, ScheduledTrial];
const MINUTE = milliseconds(60_000);
const after = (seconds: number): TrialProgress => ({ elapsed: nanoseconds(seconds * 1e9) });

describe('the live lines', () => {
  const place = ({ position }: ScheduledTrial): string => `[${position}/3]`;
  const lines = (live: LiveTrials, seconds = 0): string[] => live.lines(seconds * 1_000, 3, place);

  it('are of the trial that goes on, where it is the only one', () => {
    const live = new LiveTrials(0);
    live.starts(one);
    assert.deepEqual(lines(live), ['[1/3]', '  starting the server, all its workers and threads …']);
    live.isLoaded(one, MINUTE, after(30));
    assert.match(lines(live).join('\n'), /^\[1\/3\]\n.* 50%.*\n {2}about .* left for all 3 trials$/);
  });

  it('count those that go on at once and are ready, and name the slowest first of all what may be cut', () => {
    const live = new LiveTrials(0);
    live.isLoaded(one, MINUTE, after(30));
    live.isLoaded(two, MINUTE, after(15));
    live.isReady(three);
    assert.match(lines(live, 40).join('\n'), / 25% {2}2 at once, 1 ready, about .* left; slowest \[2\/3\]$/);
  });

  it('say of servers that are started beside others how many are up', () => {
    const live = new LiveTrials(0);
    live.isReady(one);
    live.starts(two);
    assert.match(lines(live).join('\n'), /^\[2\/3\]\n {2}starting .*; 1 more is up$/);
  });

  it('take what is left of the slowest for what is left of all, once all go on', () => {
    const live = new LiveTrials(0);
    for (const trial of trials) live.isLoaded(trial, MINUTE, after(30));
    // Half a minute of load, and three servers to stop.
    assert.match(lines(live, 60).join('\n'), /3 at once, about 39s left/);
    live.leaves(one, true);
    live.leaves(two, true);
    assert.match(lines(live, 60).join('\n'), /about 33s left for all 3 trials/);
  });

  it('are none when nothing goes on', () => {
    const live = new LiveTrials(0);
    live.starts(one);
    live.leaves(one, false);
    assert.deepEqual(lines(live), []);
  });
});

it('a line is written for each trial that ends, for each block that is added and what is measured again', () => {
  const pieces: string[] = [];
  const stream = {
    isTTY: false,
    write: (text: string) => pieces.push(text) > 0,
  } as unknown as NodeJS.WriteStream;
  const progress = new RunProgress(stream);
  const until = { halfWidth: 0.02, replicatesAtMost: 9, ended: null, without: [] };
  const run = { plan: { name: 'mine', replicates: 4 }, seed: 7, until, warnings: [] } as unknown as RunRecord;
  const awaited = { condition: { endpoint: '/a' }, halfWidth: 0.03 };
  progress.show({ type: 'runStarted', run, trials: 2 });
  progress.show({ type: 'blockStarting', run, trials, awaited });
  for (const trial of [one, two]) {
    progress.show({ type: 'trialReady', trial });
    progress.show({ type: 'trialProgress', trial, durationMs: MINUTE, progress: after(1) });
  }
  progress.show({ type: 'trialSpoilt', trial: one, busyShare: 0.623 });
  progress.show({ type: 'trialFinished', trial: two, record: trialRecord({ ledger: { completed: 600 } }) });
  progress.show({ type: 'trialFailed', trial: one, reason: 'no luck' });
  progress.show({ type: 'runEnded', run });
  const [first, second] = [one, two].map(({ condition }) => `endpoint ${condition['endpoint']}`);
  assert.deepEqual(pieces.join('').split('\n'), [
    'mine: at least 2 trials, seed 7',
    'block 4: widest interval ±3.0 % (endpoint /a), until ±2 %',
    `measured again alone: [1/3] ${first}: the machine was 62 % busy while others shared it`,
    `[2/3] ${second}  600 completed, 10.00/s`,
    `[1/3] ${first}  FAILED: no luck`,
    '',
  ]);
});
