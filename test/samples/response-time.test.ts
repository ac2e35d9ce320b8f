import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { summariseResponseTimes } from '../../src/samples/response-time.ts';
import type { Microseconds } from '../../src/units.ts';

const counts = (...entries: [number, number][]): DurationCount[] => entries as unknown as DurationCount[];

it('gives the mean, spread and nearest-rank quantiles in milliseconds', () => {
  // 1, 2, …, 10 ms: the sample variance of 1…n is n(n+1)/12.
  const summary = summariseResponseTimes(
    counts(...Array.from({ length: 10 }, (_, index): [number, number] => [(index + 1) * 1_000, 1])),
    undefined,
  );
  assert.equal(summary.count, 10);
  assert.equal(summary.mean, 5.5);
  assert.ok(Math.abs((summary.stdev ?? 0) - Math.sqrt(110 / 12)) < 1e-9);
  assert.equal(summary.withinStdevPercent, 60);
  assert.deepEqual(
    [summary.min, summary.p50, summary.p75, summary.p90, summary.p99, summary.max],
    [1, 5, 8, 9, 10, 10],
  );
  assert.equal(summary.beyondMs, null);
});

it("reproduces the published experiment's arithmetic: mean 21 s and median 20 s with the late ones, 17.1 s without", () => {
  const second = 1_000_000;
  const all = counts([10 * second, 40], [20 * second, 100], [30 * second, 60]);
  const observed = summariseResponseTimes(all, undefined);
  assert.deepEqual([observed.mean, observed.p50], [21_000, 20_000]);
  const onTime = summariseResponseTimes(all.slice(0, 2), undefined);
  assert.equal(Math.round(onTime.mean ?? 0), 17_143);
});

it('knows no quantile of nothing, but how long nothing took', () => {
  const summary = summariseResponseTimes([], 2_500_000 as Microseconds);
  assert.deepEqual(
    [summary.count, summary.mean, summary.p50, summary.max, summary.beyondMs],
    [0, null, null, null, 2_500],
  );
});

it('has no spread with a single response', () => {
  const summary = summariseResponseTimes(counts([700, 1]), undefined);
  assert.deepEqual([summary.stdev, summary.withinStdevPercent, summary.p999], [0, 100, 0.7]);
});
