import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { build } from 'hdr-histogram-js';
import { summariseResponseTimes } from '../../src/samples/response-time.ts';
import { withExpectedInterval } from '../../src/statistics/expected-interval.ts';
import type { Microseconds } from '../../src/units.ts';
import { counts, grouped } from './fixtures/remission-times.ts';

const interval = (us: number): Microseconds => us as Microseconds;

describe('the correction for coordinated omission', () => {
  it("gives the figures of HdrHistogram's own example (Tene: HistogramDataAccessTest)", () => {
    // 100 s of requests every 10 ms that take 1 ms, and then a stall of 100 s; in µs.
    const recorded = counts([1_000, 10_000], [100_000_000, 1]);
    const corrected = withExpectedInterval(recorded, interval(10_000));
    const { count, p50, p75, p90, p99, max } = summariseResponseTimes(corrected, undefined);
    assert.equal(count, 20_000);
    assert.deepEqual([p50, p75, p90, p99, max], [1, 50_000, 80_000, 98_000, 100_000]);
  });

  it('adds what hdr-histogram-js adds', () => {
    const durations = fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(durations, fc.integer({ min: 10_000, max: 10_000_000 }), (values, expected) => {
        const peer = build({ numberOfSignificantValueDigits: 3 });
        for (const value of values) peer.recordValueWithExpectedInterval(value, expected);
        const { count, mean, p50, p90, max } = summariseResponseTimes(
          withExpectedInterval(grouped(values), interval(expected)),
          undefined,
        );
        assert.equal(count, peer.totalCount);
        const pairs = [
          [mean, peer.mean],
          [p50, peer.getValueAtPercentile(50)],
          [p90, peer.getValueAtPercentile(90)],
          [max, peer.maxValue],
        ] as const;
        for (const [own, theirs] of pairs)
          assert.ok(Math.abs((own ?? NaN) * 1e3 - theirs) <= theirs * 2e-3, `${own} ms, ${theirs} µs`);
      }),
    );
  });

  it('leaves alone what is no longer than the interval', () => {
    const recorded = counts([1, 5], [99, 2], [100, 3]);
    assert.deepEqual(withExpectedInterval(recorded, interval(100)), recorded);
  });

  it('adds millions at once where the interval is short', () => {
    const corrected = withExpectedInterval(counts([30_000_000, 1_000]), interval(1));
    const { count, mean } = summariseResponseTimes(corrected, undefined);
    // From 1 µs to 30 s, each µs once.
    assert.equal(count, 30_000_000 * 1_000);
    assert.ok(Math.abs((mean ?? 0) - 15_000) < 1, `${mean} ms`);
  });

  it('wants an interval', () => {
    assert.throws(() => withExpectedInterval([], interval(0)), RangeError);
  });
});
