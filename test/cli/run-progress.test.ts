import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ProgressOutput } from '../../src/cli/progress-output.ts';
import { RunProgress } from '../../src/cli/run-progress.ts';
import { scheduleTrials, type ScheduledTrial } from '../../src/plan/trial-schedule.ts';
import { LIVE_RUN_SCHEMA, type LiveRun } from '../../src/samples/live-run.ts';
import type { RunRecord } from '../../src/samples/run-record.ts';
import { trialRecord } from '../report/fixtures/trial-record.ts';

const trials = scheduleTrials([{ endpoint: '/a' }, { endpoint: '/b' }, { endpoint: '/c' }], 1, 1);
const [one, two] = trials as [ScheduledTrial, ScheduledTrial, ScheduledTrial];

/** A stream that keeps what is written to it. */
function streamOf(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  const pieces: string[] = [];
  const stream = { isTTY, columns: 60, write: (text: string) => pieces.push(text) > 0 };
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    written: () => pieces.splice(0).join(''),
  };
}

/** The first trial, a minute long, at this second. */
const liveAt = (second: number): LiveRun => ({
  schema: LIVE_RUN_SCHEMA,
  at: '2026-01-01T00:00:00.000Z',
  trials: 3,
  finished: 0,
  left: null,
  live: [
    {
      position: 1,
      replicate: 1,
      condition: { endpoint: '/a' },
      because: null,
      state: 'loaded',
      durationMs: 60_000,
      elapsedMs: second * 1_000,
      counters: { completed: second * 10, completedLate: 0, timedOut: 0, failed: 0, inFlight: 4 },
      series: { intervalMs: 1_000, completed: [], inFlight: [] },
    },
  ],
});

for (const [name, isTTY, plain] of [
  ['a log', false, false],
  ['a terminal that is to be plain', true, true],
] as const)
  it(`${name} is told how far a long trial has come at each quarter, in lines`, () => {
    const { stream, written } = streamOf(isTTY);
    let second = 0;
    const progress = new RunProgress(new ProgressOutput(stream, { plain }, () => second * 1_000));
    for (; second < 60; second += 0.5) progress.show({ type: 'runProgress', live: liveAt(second) });
    assert.deepEqual(written().split('\n'), [
      '[1/3] endpoint /a: 25 %, 150 completed, 4 in flight',
      '[1/3] endpoint /a: 50 %, 300 completed, 4 in flight',
      '[1/3] endpoint /a: 75 %, 450 completed, 4 in flight',
      '',
    ]);
  });

it('a terminal has lines that are drawn over', (t) => {
  const before = process.env['TERM'];
  process.env['TERM'] = 'xterm';
  t.after(() => (process.env['TERM'] = before ?? ''));
  const { stream, written } = streamOf(true);
  const progress = new RunProgress(new ProgressOutput(stream));
  progress.show({ type: 'runProgress', live: liveAt(30) });
  assert.match(written(), /\[1\/3\] endpoint \/a.*\n.* 50%/);
  progress.show({ type: 'runEnded', run: {} as RunRecord });
  assert.equal(written(), '\u001b[3A\r\u001b[J');
});

it('a line is written for each trial that ends, for each block that is added and what is measured again', () => {
  const { stream, written } = streamOf(false);
  const progress = new RunProgress(new ProgressOutput(stream));
  const until = { halfWidth: 0.02, replicatesAtMost: 9, ended: null, without: [] };
  const run = { plan: { name: 'mine', replicates: 4 }, seed: 7, until, warnings: [] } as unknown as RunRecord;
  const awaited = { condition: { endpoint: '/a' }, halfWidth: 0.03 };
  progress.show({ type: 'runStarted', run, trials: 2 });
  progress.show({ type: 'blockStarting', run, trials, awaited });
  for (const trial of [one, two]) {
    progress.show({ type: 'trialReady', trial });
    progress.show({ type: 'runProgress', live: liveAt(1) });
  }
  progress.show({ type: 'trialSpoilt', trial: one, busyShare: 0.623 });
  progress.show({ type: 'trialFinished', trial: two, record: trialRecord({ ledger: { completed: 600 } }) });
  progress.show({ type: 'trialFailed', trial: one, reason: 'no luck' });
  progress.show({ type: 'runEnded', run });
  const [first, second] = [one, two].map(({ condition }) => `endpoint ${condition['endpoint']}`);
  assert.deepEqual(written().split('\n'), [
    'mine: at least 2 trials, seed 7',
    'block 4: widest interval ±3.0 % (endpoint /a), until ±2 %',
    `measured again alone: [1/3] ${first}: the machine was 62 % busy while others shared it`,
    `[2/3] ${second}  600 completed, 10.00/s`,
    `[1/3] ${first}  FAILED: no luck`,
    '',
  ]);
});
