import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadResult } from '../../src/load/run-load.ts';
import { ConnectionCounts } from '../../src/load/connection-counts.ts';
import type { ThreadResult } from '../../src/load/generator-thread-task.ts';
import { mergeDurations } from '../../src/load/merged-samples.ts';
import { ArrivalCounts } from '../../src/samples/arrival-counts.ts';
import { totalCount } from '../../src/samples/duration-counts.ts';
import { simulatedLoad } from './fixtures/simulated-load.ts';
import { blankSample } from '../../src/load/raw-samples/sample.ts';
import { ThreadCounters } from '../../src/load/thread-counters.ts';
import { ThreadSamples } from '../../src/load/thread-samples.ts';
import { milliseconds, millisecondsToMicroseconds, nanoseconds, type Microseconds } from '../../src/units.ts';

const BEGIN = 5e9;
const TIMEOUT = millisecondsToMicroseconds(milliseconds(30_000));
const at = (ms: number) => nanoseconds(BEGIN + ms * 1e6);

const begunAt = (ms: number) => ({ intendedAt: at(ms), startedAt: at(ms) });

type Event = [startedMs: number, endedMs: number] | [startedMs: number, 'in flight'];

/** What a thread that saw these requests would hand over; completions in the order they happened. */
function threadOf(events: readonly Event[]): ThreadResult {
  const samples = new ThreadSamples(
    new ThreadCounters(ThreadCounters.createMemory()),
    at(0),
    TIMEOUT,
    nanoseconds(10e6),
  );
  for (const [started, ended] of events)
    if (ended !== 'in flight')
      samples.recordCompletion(
        { ...blankSample(), ...begunAt(started), firstByteAt: at(ended), endedAt: at(ended) },
        200,
      );
  const inFlight = events.flatMap(([started, ended]) =>
    ended === 'in flight' ? [{ ...blankSample(), ...begunAt(started) }] : [],
  );
  return {
    endedAt: at(100),
    samples: samples.result(inFlight),
    connections: new ConnectionCounts(1).values,
    usage: { span: at(100), running: at(0), waiting: undefined },
    stamps: 'user',
  };
}

function merged(...threads: ThreadResult[]): ReturnType<typeof mergeDurations> {
  const counters = new ThreadCounters(ThreadCounters.createMemory()).values;
  const result: LoadResult = {
    windowStart: at(0),
    windowEnd: at(100),
    stopped: false,
    rawSamples: undefined,
    counters,
    threads,
    transport: 'node',
    stamps: 'user',
  };
  return mergeDurations(result, TIMEOUT);
}

describe('mergeDurations', () => {
  it("parts the opening burst by the trial's first completion, not by each thread's own", () => {
    // The second thread's first response comes at 50 ms; its request of 20 ms was sent after the trial's first.
    const { all, settled } = merged(
      threadOf([
        [0, 10],
        [10, 25],
        [25, 'in flight'],
      ]),
      threadOf([
        [0, 50],
        [20, 60],
        [50, 70],
      ]),
    );
    assert.deepEqual(settled.completed, [
      [15_000, 1],
      [20_000, 1],
      [40_000, 1],
    ]);
    assert.deepEqual(settled.unanswered, [[75_000, 1]]);
    assert.equal(all.completed.length, 5);
  });

  it('counts the requests of the opening burst that were never answered', () => {
    const { openingInFlight, settled, longestUnanswered } = merged(
      threadOf([
        [0, 10],
        [0, 'in flight'],
        [1, 'in flight'],
        [10, 'in flight'],
      ]),
    );
    assert.equal(openingInFlight, 2);
    assert.deepEqual(settled.unanswered, [[90_000, 1]]);
    assert.equal(longestUnanswered, 100_000);
  });

  it('tells by how they ended the requests that were due within the window from those of before', () => {
    const load = simulatedLoad(
      [
        { startedMs: -30, endedMs: 10, end: 'completed' },
        { startedMs: -20, endedMs: 100, end: 'in flight' },
        { startedMs: -10, endedMs: 5, end: 'failed' },
        { startedMs: 0, endedMs: 20, end: 'completed' },
        { startedMs: 1, endedMs: 41, end: 'timedOut' },
        { startedMs: 5, endedMs: 30, end: 'failed' },
        { startedMs: 50, endedMs: 100, end: 'in flight' },
      ],
      { lengthMs: 100, intervalMs: 10, timeout: 40_000 as Microseconds },
    );
    const { all, dueWithin } = mergeDurations(load, 40_000 as Microseconds);
    assert.deepEqual(dueWithin, {
      completed: [[20_000, 1]],
      unanswered: [
        [40_000, 1],
        [50_000, 1],
      ],
      failed: [[25_000, 1]],
    });
    assert.deepEqual(
      [all.completed, all.unanswered, all.failed].map((list) => totalCount(list)),
      [2, 3, 2],
    );
  });

  it('takes arrivals that were never sent for unanswered, from when they were due', () => {
    const window = { lengthMs: 100, intervalMs: 10, timeout: 40_000 as Microseconds };
    const load = simulatedLoad([{ startedMs: 0, endedMs: 20, end: 'completed' }], window);
    const counts = new ArrivalCounts(load.windowStart);
    const due = (ms: number) => nanoseconds(load.windowStart + ms * 1e6);
    counts.addGivenUp(due(-5), due(35));
    counts.addGivenUp(due(10), due(50));
    counts.addUnsent(due(70));
    for (const thread of load.threads) thread.arrivals = counts.values;
    assert.deepEqual(mergeDurations(load, window.timeout).dueWithin.unanswered, [
      [30_000, 1],
      [40_000, 1],
    ]);
  });
});
