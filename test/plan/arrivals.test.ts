import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Arrivals, type ArrivalOptions } from '../../src/plan/arrivals.ts';
import { milliseconds } from '../../src/units.ts';

const NO_RAMP = milliseconds(0);

/** The first arrivals of all threads together, ascending, in ms. */
function arrivalsOf(count: number, options: Omit<ArrivalOptions, 'thread'>): number[] {
  const times = Array.from({ length: options.threads }, (_, thread) => {
    const arrivals = new Arrivals({ ...options, thread });
    return Array.from({ length: count }, () => arrivals.next() as number);
  });
  // Beyond the end of the thread that ends first, arrivals of the others would be missing theirs.
  const complete = Math.min(...times.map((own) => own.at(-1) ?? 0));
  return times
    .flat()
    .filter((time) => time <= complete)
    .toSorted((left, right) => left - right);
}

function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

/** The largest distance of the sample's distribution from the exponential one (Kolmogorov 1933). */
function distanceFromExponential(gaps: readonly number[], mean: number): number {
  const sorted = gaps.toSorted((left, right) => left - right);
  return sorted.reduce((largest, gap, index) => {
    const expected = 1 - Math.exp(-gap / mean);
    return Math.max(largest, expected - index / sorted.length, (index + 1) / sorted.length - expected);
  }, 0);
}

/** What that distance exceeds once in a hundred samples of the distribution itself (large samples; Smirnov 1948). */
const criticalDistance = (samples: number): number => 1.628 / Math.sqrt(samples);

describe('arrivals at a constant rate', () => {
  it('are evenly spaced over all threads, the first at once', () => {
    for (const threads of [1, 2, 3, 7]) {
      const times = arrivalsOf(100, {
        process: 'constant',
        perSecond: 20_000,
        ramp: NO_RAMP,
        seed: 1,
        threads,
      });
      assert.equal(times[0], 0);
      for (const [index, time] of times.entries()) assert.ok(Math.abs(time - index * 0.05) < 1e-9);
    }
  });
});

describe('Poisson arrivals', () => {
  const options = { process: 'poisson', perSecond: 20_000, ramp: NO_RAMP } as const;

  for (const threads of [1, 4])
    it(`have exponential gaps, over ${threads} generator threads`, () => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const gaps = gapsOf(arrivalsOf(200_000 / threads, { ...options, seed, threads }));
        const distance = distanceFromExponential(gaps, 0.05);
        assert.ok(distance < criticalDistance(gaps.length), `seed ${seed}: ${distance}`);
      }
    });

  it('have gaps that do not depend on the one before', () => {
    const gaps = gapsOf(arrivalsOf(100_000, { ...options, seed: 7, threads: 1 }));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const covariance = gaps
      .slice(1)
      .reduce((sum, gap, index) => sum + (gap - mean) * ((gaps[index] ?? 0) - mean), 0);
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0);
    // Of independent gaps the correlation is normal about 0 with a deviation of 1 ÷ √n.
    assert.ok(Math.abs(covariance / variance) < 3 / Math.sqrt(gaps.length));
  });

  it('are the same for the same seed, and others for another', () => {
    const first = arrivalsOf(100, { ...options, seed: 1, threads: 2 });
    assert.deepEqual(arrivalsOf(100, { ...options, seed: 1, threads: 2 }), first);
    assert.notDeepEqual(arrivalsOf(100, { ...options, seed: 2, threads: 2 }), first);
  });
});

describe('arrivals in a ramp', () => {
  it('come at a rate that grows evenly from nothing, and then stays', () => {
    const rate = 1_000;
    const times = arrivalsOf(5_000, {
      process: 'constant',
      perSecond: rate,
      ramp: milliseconds(2_000),
      seed: 1,
      threads: 1,
    });
    const seen = (ms: number): number => times.filter((time) => time < ms).length;
    // Until t the rate's integral: half of what the full rate would give, times t ÷ ramp.
    for (const [ms, expected] of [
      [500, 62.5],
      [1_000, 250],
      [2_000, 1_000],
      [3_000, 2_000],
    ] as const)
      assert.ok(Math.abs(seen(ms) - expected) <= 1, `${seen(ms)} until ${ms} ms`);
  });

  it('never go back in time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('constant' as const, 'poisson' as const),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 0, max: 5_000 }),
        fc.nat(),
        (process, perSecond, ramp, seed) => {
          const times = arrivalsOf(200, {
            process,
            perSecond,
            ramp: milliseconds(ramp),
            seed: seed >>> 0,
            threads: 1,
          });
          assert.ok(gapsOf(times).every((gap) => gap >= 0));
        },
      ),
    );
  });
});
