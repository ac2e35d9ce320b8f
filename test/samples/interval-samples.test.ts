import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bucketOf, durationOf } from '../../src/samples/interval-histogram.ts';
import { IntervalSamples, seriesInterval } from '../../src/samples/interval-samples.ts';
import { milliseconds, nanoseconds, type Microseconds } from '../../src/units.ts';

describe('the intervals of a series', () => {
  const cases: [durationMs: number, intervalMs: number][] = [
    [5, 10],
    [500, 10],
    [599, 10],
    [5_999, 10],
    [6_000, 100],
    [10_000, 100],
    [59_999, 100],
    [60_000, 1_000],
    [599_999, 1_000],
    [600_000, 10_000],
    [Infinity, 1_000],
  ];
  for (const [durationMs, intervalMs] of cases)
    it(`are ${intervalMs} ms long in a window of ${durationMs} ms`, () => {
      assert.equal(seriesInterval(milliseconds(durationMs)), intervalMs * 1e6);
    });

  it('have what happened in each of them', () => {
    const [start, length] = [nanoseconds(5e9), nanoseconds(10e6)];
    const at = (ms: number) => nanoseconds(start + ms * 1e6);
    const samples = new IntervalSamples(start, length);
    samples.count('started', at(0));
    samples.count('completed', at(9.9));
    samples.addResponseTime(at(9.9), 9_900 as Microseconds);
    samples.count('failed', at(35));
    samples.addFailureAge(at(35), 700 as Microseconds);
    const { started, completed, failed, responseTimes, failureAges } = samples.result();
    assert.deepEqual([started, completed, failed], [[1], [1], [0, 0, 0, 1]]);
    assert.deepEqual([...(responseTimes[0] ?? [])], [bucketOf(9_900 as Microseconds), 1]);
    assert.deepEqual(
      failureAges.map((counts) => [...counts]),
      [[], [], [], [bucketOf(700 as Microseconds), 1]],
    );
    assert.ok(Math.abs(durationOf(bucketOf(9_900 as Microseconds)) - 9_900) <= 9_900 * 0.008);
  });
});
