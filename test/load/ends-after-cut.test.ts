import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { endsAfterCut } from '../../src/load/ends-after-cut.ts';
import { mergeDurations } from '../../src/load/merged-samples.ts';
import { totalCount, type DurationCount } from '../../src/samples/duration-counts.ts';
import { kaplanMeier } from '../../src/statistics/kaplan-meier.ts';
import { survivalQuantiles } from '../../src/statistics/survival-quantiles.ts';
import { millisecondsToMicroseconds, milliseconds, nanoseconds, type Microseconds } from '../../src/units.ts';
import { simulatedLoad, type SimulatedRequest } from './fixtures/simulated-load.ts';

const TIMEOUT_MS = 400;
const WINDOW = {
  lengthMs: 6_000,
  intervalMs: 100,
  timeout: millisecondsToMicroseconds(milliseconds(TIMEOUT_MS)),
};
const microseconds = (ms: number): Microseconds => millisecondsToMicroseconds(milliseconds(ms));

function afterCut(requests: readonly SimulatedRequest[], cutMs: number): ReturnType<typeof endsAfterCut> {
  const load = simulatedLoad(requests, WINDOW);
  const { all } = mergeDurations(load, WINDOW.timeout);
  const cut = {
    at: microseconds(cutMs),
    interval: nanoseconds(WINDOW.intervalMs * 1e6),
    timeout: WINDOW.timeout,
  };
  return endsAfterCut(load, all, cut);
}

/** A request that takes so long, on whatever it comes to first: its time-out, the end of the window, itself. */
function requestOf(startedMs: number, tookMs: number, fails = false): SimulatedRequest {
  const endedMs = startedMs + Math.min(tookMs, TIMEOUT_MS);
  if (endedMs >= WINDOW.lengthMs) return { startedMs, endedMs: WINDOW.lengthMs, end: 'in flight' };
  if (tookMs >= TIMEOUT_MS) return { startedMs, endedMs, end: 'timedOut' };
  return { startedMs, endedMs, end: fails ? 'failed' : 'completed' };
}

const times = (list: readonly DurationCount[]): number[] => list.map(([duration]) => duration / 1e3);

describe('the requests after the cut of a warm-up', () => {
  it('are those that started after it, to half an interval, however they ended', () => {
    const anyRequest = fc
      .tuple(fc.integer({ min: 0, max: 5_999 }), fc.integer({ min: 1, max: 600 }), fc.boolean())
      .map(([startedMs, tookMs, fails]) => requestOf(startedMs, tookMs, fails));
    fc.assert(
      fc.property(
        fc.array(anyRequest, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 30 }),
        (requests, intervals) => {
          const cutMs = intervals * WINDOW.intervalMs;
          const found = afterCut(requests, cutMs);
          const startedFrom = (ms: number, ...ends: SimulatedRequest['end'][]): number =>
            requests.filter(({ startedMs, end }) => startedMs >= ms && ends.includes(end)).length;
          // Half an interval, and half of a bucket of at most 600 ms.
          const off = WINDOW.intervalMs / 2 + 600 * 0.008;
          for (const [name, end] of [
            ['completed', 'completed'],
            ['failed', 'failed'],
          ] as const) {
            const count = totalCount(found[name]);
            assert.ok(count >= startedFrom(cutMs + off, end) && count <= startedFrom(cutMs - off, end));
          }
          const unanswered = totalCount(found.unanswered);
          assert.ok(unanswered >= startedFrom(cutMs + off, 'timedOut', 'in flight'));
          assert.ok(unanswered <= startedFrom(cutMs - off, 'timedOut', 'in flight'));
        },
      ),
    );
  });

  it('have durations that were seen, and no other', () => {
    const requests = Array.from({ length: 500 }, (_, index) =>
      requestOf(index * 12, 100 + ((index * 37) % 50)),
    );
    const seen = new Set(requests.map(({ startedMs, endedMs }) => endedMs - startedMs));
    const { completed } = afterCut(requests, 1_000);
    assert.ok(completed.length > 10 && times(completed).every((time) => seen.has(time)));
  });

  it('keep the order of a batch and of those in flight that are a little younger than it', () => {
    // Holds of 300.05 ms; the last batch would have ended 0.05 ms after the window.
    const requests = Array.from({ length: 20 }, (_, batch) =>
      Array.from({ length: 10 }, () => requestOf(-0.95 + 300.05 * batch, batch === 0 ? 100 : 300.05)),
    ).flat();
    const { completed, unanswered, failed } = afterCut(requests, 600);
    assert.deepEqual(times(unanswered), [300]);
    const [p99] = survivalQuantiles(kaplanMeier(completed, unanswered, failed), [0.99]);
    // In buckets of 1.6 % those in flight would count as longer, and the p99 as beyond the data.
    assert.equal(p99?.estimate, 300_050);
  });
});
