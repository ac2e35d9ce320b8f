import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { columnsOf } from '../../../src/report/live/fitted-line.ts';
import { liveLines } from '../../../src/report/live/live-lines.ts';
import { LIVE_RUN_SCHEMA, type LiveRun, type LiveTrial } from '../../../src/samples/live-run.ts';

const condition = { workers: 1, threads: 4, endpoint: '/sync' };
const counters = { completed: 200, completedLate: 60, timedOut: 3, failed: 2, inFlight: 100 };
/** A batch of 40 every five seconds, half a minute long. */
const batches = Array.from({ length: 30 }, (_, second) => (second % 5 === 4 ? 40 : 0));

const trial = (position: number, given: Partial<LiveTrial> = {}): LiveTrial => ({
  position,
  replicate: 1,
  condition,
  because: null,
  state: 'loaded',
  durationMs: 60_000,
  elapsedMs: 30_000,
  counters,
  series: { intervalMs: 1_000, completed: batches, inFlight: batches.map(() => 100) },
  ...given,
});
const unloaded = (position: number, state: 'starting' | 'ready'): LiveTrial =>
  trial(position, {
    state,
    durationMs: null,
    elapsedMs: 0,
    counters: null,
    series: { intervalMs: 100, completed: [], inFlight: [] },
  });
const runOf = (live: LiveTrial[], given: Partial<LiveRun> = {}): LiveRun => ({
  schema: LIVE_RUN_SCHEMA,
  at: '2026-01-01T00:00:00.000Z',
  trials: 8,
  finished: 2,
  left: { lowMs: 125_000, highMs: 125_000 },
  live,
  ...given,
});
const linesAt = (run: LiveRun, width: number): string[] => liveLines(run, { width, color: false });

describe('the live lines of one trial', () => {
  it('are what it is, how much is over, its completions and what became of its requests', () => {
    assert.deepEqual(linesAt(runOf([trial(3)]), 79), [
      '[3/8] workers 1, threads 4, endpoint /sync',
      '  ━━━━━━━━━━──────────  50%  about 2m 5s left for all 8 trials',
      '  ▁▁▁▁█▁▁▁▁█▁▁▁▁█▁▁▁▁█▁▁▁▁█▁▁▁▁█  up to 40.0/s',
      '  200 completed (60 late), 100 in flight, 3 timed out, 2 failed',
    ]);
  });

  it('join intervals and leave out what is least needed where there is little room', () => {
    assert.deepEqual(linesAt(runOf([trial(3)]), 39), [
      '[3/8] workers 1, threads 4, endpoint /…',
      '  ━━━━━─────  50%  about 2m 5s left',
      '  ▁▁█▁█▁▁█▁█▁▁█▁█',
      '  200 completed (60 late), 3 timed out',
    ]);
  });

  it('have no more room for one interval than a column', () => {
    const lines = linesAt(runOf([trial(3)]), 119);
    assert.equal(lines[2], '  ▁▁▁▁█▁▁▁▁█▁▁▁▁█▁▁▁▁█▁▁▁▁█▁▁▁▁█  up to 40.0/s');
  });

  it('say that it warms up, or only how much is over where the generator says no more', () => {
    const warming = linesAt(runOf([trial(3, { elapsedMs: -500, series: unloaded(3, 'ready').series })]), 79);
    assert.deepEqual(warming.slice(1), [
      '  ────────────────────   0%  about 2m 5s left for all 8 trials',
      '  ',
      '  warming up, 100 in flight',
    ]);
    const { series } = unloaded(1, 'ready');
    assert.deepEqual(linesAt(runOf([trial(3, { counters: null, series })], { left: null }), 79), [
      '[3/8] workers 1, threads 4, endpoint /sync',
      '  ━━━━━━━━━━──────────  50%',
    ]);
  });

  it('are, in a sweep, why it is measured, how many of its requests are over and a range of the time', () => {
    const step = trial(3, { because: 'nobody waits', requests: 410 });
    const lines = linesAt(runOf([step], { trials: null, left: { lowMs: 1_500, highMs: 70_000 } }), 79);
    assert.equal(lines[0], 'workers 1, threads 4, endpoint /sync: nobody waits');
    assert.equal(lines[1], '  ━━━━━━━━━━──────────  50%  2s to 1m 10s left');
  });

  it('say that its server is started, beside others or not', () => {
    const title = '[3/8] workers 1, threads 4, endpoint /sync';
    const text = '  starting the server, all its workers and threads …';
    assert.deepEqual(linesAt(runOf([unloaded(3, 'starting')]), 79), [title, text]);
    assert.deepEqual(linesAt(runOf([unloaded(2, 'ready'), unloaded(3, 'starting')]), 79), [
      title,
      `${text}; 1 more is up`,
    ]);
    assert.deepEqual(linesAt(runOf([unloaded(2, 'ready'), unloaded(3, 'ready')]), 79), ['servers up: 2']);
  });

  it('are none when nothing goes on', () => {
    assert.deepEqual(linesAt(runOf([]), 79), []);
  });
});

describe('the live lines of several trials', () => {
  const six = [1, 2, 3, 4, 5].map((position) => trial(position, { elapsedMs: position * 10_000 }));

  it('are one each, up to four, and how many there are beside', () => {
    const run = runOf([...six, unloaded(6, 'ready'), unloaded(7, 'starting')]);
    assert.deepEqual(linesAt(run, 79), [
      '[1/8] ━━────────  16%  ▁████▁█          workers 1, threads 4, endpoint /sync',
      '[2/8] ━━━───────  33%  ▁████▁█          workers 1, threads 4, endpoint /sync',
      '[3/8] ━━━━━─────  50%  ▁████▁█          workers 1, threads 4, endpoint /sync',
      '[4/8] ━━━━━━━───  66%  ▁████▁█          workers 1, threads 4, endpoint /sync',
      '  and 1 more, 1 ready and 1 starting; about 2m 5s left for all 8 trials',
    ]);
    assert.equal(linesAt(run, 39)[0], '[1/8] ━━────────  16%  workers 1, thre…');
  });

  it('show the only one that is loaded in full', () => {
    const lines = linesAt(runOf([trial(3), unloaded(4, 'ready'), unloaded(5, 'ready')]), 79);
    assert.deepEqual([lines.length, lines.at(-1)], [5, '  and 2 ready']);
  });
});

it('no live line is wider than there is room, whatever a trial is called and however many there are', () => {
  const trials = fc.array(
    fc.record({
      name: fc.string({ unit: 'grapheme', maxLength: 60 }),
      completed: fc.nat(),
      elapsedMs: fc.integer({ min: -5_000, max: 60_000 }),
      series: fc.array(fc.nat(100_000), { maxLength: 60 }),
      state: fc.constantFrom('starting' as const, 'ready' as const, 'loaded' as const),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(trials, fc.integer({ min: 1, max: 140 }), fc.boolean(), (given, width, color) => {
      const live = given.map(({ name, completed, elapsedMs, series, state }, index) =>
        trial(index + 1, {
          condition: { endpoint: name },
          state,
          elapsedMs,
          counters: { ...counters, completed },
          series: { intervalMs: 1_000, completed: series, inFlight: series },
        }),
      );
      for (const line of liveLines(runOf(live), { width, color })) {
        const text = stripVTControlCharacters(line);
        assert.ok(columnsOf(text) <= width, `${width}: ${text}`);
        assert.doesNotMatch(text, /[\p{Cc}\p{Zl}]/u);
      }
    }),
  );
});

it('the live lines are coloured only where they are to be', () => {
  const [colored, plain] = [true, false].map((color) => liveLines(runOf([trial(3)]), { width: 79, color }));
  assert.ok(colored?.join('').includes('\u001b[36m'));
  assert.deepEqual(colored?.map(stripVTControlCharacters), plain);
});
