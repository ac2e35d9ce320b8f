import assert from 'node:assert/strict';
import { it } from 'node:test';
import { liveNote, noteEveryMs } from '../../../src/report/live/live-note.ts';
import { leftText, roughTimeText } from '../../../src/report/live/live-text.ts';
import { LIVE_RUN_SCHEMA, type LiveRun, type LiveTrial } from '../../../src/samples/live-run.ts';

const times: readonly [ms: number, text: string][] = [
  [0, '1s'],
  [59_400, '59s'],
  [59_600, '1m'],
  [125_000, '2m 5s'],
  [3_599_600, '1h'],
  [4_830_000, '1h 21m'],
];
for (const [ms, text] of times) it(`gives ${ms} ms as ${text}`, () => assert.equal(roughTimeText(ms), text));

it('gives what is left as one time where both ends read the same, and as nothing where nothing tells', () => {
  assert.equal(leftText({ lowMs: 60_100, highMs: 59_900 }), 'about 1m left');
  assert.equal(leftText({ lowMs: 10_000, highMs: 25_000 }), '10s to 25s left');
  assert.equal(leftText(null), undefined);
});

const waits: readonly [durationsMs: (number | null)[], ms: number][] = [
  [[], 10_000],
  [[null], 10_000],
  [[6_000], 10_000],
  [[60_000], 15_000],
  [[60_000, 100_000], 25_000],
  [[7_200_000], 60_000],
];
for (const [durationsMs, ms] of waits)
  it(`lets a log wait ${ms} ms for a word on trials of ${durationsMs.join(' and ') || 'no known'} ms`, () =>
    assert.equal(noteEveryMs(durationsMs), ms));

const trial = (position: number, given: Partial<LiveTrial> = {}): LiveTrial => ({
  position,
  replicate: 1,
  condition: { endpoint: '/sync' },
  because: null,
  state: 'loaded',
  durationMs: 60_000,
  elapsedMs: 15_000,
  counters: { completed: 1_200, completedLate: 0, timedOut: 0, failed: 0, inFlight: 100 },
  series: { intervalMs: 1_000, completed: [], inFlight: [] },
  ...given,
});
const runOf = (...live: LiveTrial[]): LiveRun => ({
  schema: LIVE_RUN_SCHEMA,
  at: '2026-01-01T00:00:00.000Z',
  trials: 8,
  finished: 2,
  left: { lowMs: 60_000, highMs: 60_000 },
  live,
});

const notes: readonly [name: string, run: LiveRun, note: string | undefined][] = [
  ['nothing where nothing goes on', runOf(), undefined],
  ['one trial', runOf(trial(3)), '[3/8] endpoint /sync: 25 %, 1,200 completed, 100 in flight, about 1m left'],
  [
    'one of a sweep',
    { ...runOf(trial(3, { because: 'nobody waits' })), trials: null, left: null },
    'endpoint /sync: nobody waits: 25 %, 1,200 completed, 100 in flight',
  ],
  [
    'a server that is started',
    runOf(trial(3, { state: 'starting', counters: null })),
    '[3/8] endpoint /sync: starting the server, about 1m left',
  ],
  [
    'several trials',
    runOf(trial(3), trial(4, { elapsedMs: 12_000 }), trial(5, { state: 'ready' })),
    '2 of 8 trials finished, 2 at once, the slowest at 20 %, 1 starting or ready, about 1m left',
  ],
];
for (const [name, run, note] of notes)
  it(`tells a log of ${name} in one plain line`, () => assert.equal(liveNote(run), note));
