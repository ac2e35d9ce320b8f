import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Series, WarmUp } from '../../src/samples/series-schema.ts';
import { findWarmUp } from '../../src/statistics/warm-up.ts';

const TRIALS = 500;
const INTERVAL_MS = 100;

function seriesOf(times: (number | null)[]): Series {
  const counts = times.map(() => 1);
  return {
    intervalMs: INTERVAL_MS,
    started: counts,
    completed: counts,
    completedLate: counts,
    timedOut: counts,
    failed: counts,
    inFlightAtEnd: counts,
    responseTimeMs: { geometricMean: times, p50: times, p90: times, p99: times, max: times },
  };
}

const warmUpOf = (times: (number | null)[]): WarmUp =>
  findWarmUp(seriesOf(times), times.length * INTERVAL_MS);

interface Noise {
  /** Of the logarithm. */
  deviation: number;
  /** Of one interval's with the next one's. */
  correlation?: number;
}

/** Simulates trials of so many intervals, with a level of the logarithm that depends on the place. */
function simulated(
  length: number,
  { deviation, correlation = 0 }: Noise,
  level: (place: number) => number,
): WarmUp[] {
  const random = xoroshiro128plus(length);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random));
  return Array.from({ length: TRIALS }, () => {
    let noise = deviation * normal();
    const times = Array.from({ length }, (_, place) => {
      const time = 20 * Math.exp(level(place) + noise);
      noise = correlation * noise + deviation * Math.sqrt(1 - correlation ** 2) * normal();
      return time;
    });
    return warmUpOf(times);
  });
}

const shareOf = (found: readonly WarmUp[], isSo: (warmUp: WarmUp) => boolean): number =>
  found.filter(isSo).length / found.length;
const isUncut = ({ state, cutMs }: WarmUp): boolean => state === 'settled' && cutMs === 0;
const isNeverSettled = ({ state }: WarmUp): boolean => state === 'neverSettled';
const cutWithin =
  (from: number, to: number) =>
  ({ state, cutMs }: WarmUp): boolean =>
    state === 'settled' && cutMs >= from * INTERVAL_MS && cutMs <= to * INTERVAL_MS;

describe('the warm-up of a trial, in 500 simulated series of each kind:', () => {
  for (const length of [60, 100, 200]) {
    it(`${length} intervals without a change are left whole`, () => {
      for (const deviation of [0.02, 0.1, 0.3])
        assert.ok(
          shareOf(
            simulated(length, { deviation }, () => 0),
            isUncut,
          ) >= 0.98,
          `${deviation}`,
        );
    });

    it(`${length} intervals that depend on those before them are left whole in most trials`, () => {
      const half = simulated(length, { deviation: 0.1, correlation: 0.5 }, () => 0);
      assert.ok(shareOf(half, isUncut) >= 0.93, `${shareOf(half, isUncut)}`);
      // 60 intervals that depend so much are worth seven that do not: there is no telling them from a change.
      const much = simulated(length, { deviation: 0.1, correlation: 0.8 }, () => 0);
      assert.ok(shareOf(much, isUncut) >= 0.8, `${shareOf(much, isUncut)}`);
      const little = simulated(length, { deviation: 0.02, correlation: 0.8 }, () => 0);
      assert.ok(shareOf(little, isUncut) >= 0.97, `${shareOf(little, isUncut)}`);
    });

    it(`${length} intervals, the first fifth a third slower, are cut there`, () => {
      const end = Math.floor(length / 5);
      const found = simulated(length, { deviation: 0.05 }, (place) => (place < end ? 0.3 : 0));
      assert.ok(shareOf(found, cutWithin(end - 1, end + 1)) >= 0.95);
    });

    it(`${length} intervals, the first twentieth three times as slow, are cut there in spite of noise`, () => {
      const end = Math.floor(length / 20);
      const found = simulated(length, { deviation: 0.1 }, (place) => (place < end ? 1.1 : 0));
      assert.ok(shareOf(found, cutWithin(end, end + 1)) >= 0.95);
    });

    it(`${length} intervals that come down slowly are cut once they are near`, () => {
      const decay = (place: number): number => 1.1 * Math.exp(-place / (length / 20));
      const found = simulated(length, { deviation: 0.05 }, decay);
      // There a half of the slowness is gone at the least, and from a quarter of the window on none can be seen.
      assert.ok(shareOf(found, cutWithin(0.7 * (length / 20), 0.4 * length)) >= 0.95);
    });

    it(`${length} intervals that drift, or change late, never settle`, () => {
      const drift = simulated(length, { deviation: 0.02 }, (place) => (0.3 * place) / length);
      assert.ok(shareOf(drift, isNeverSettled) >= 0.95);
      const late = simulated(length, { deviation: 0.05 }, (place) => (place < 0.7 * length ? 0.3 : 0));
      assert.ok(shareOf(late, isNeverSettled) >= 0.98);
    });

    it(`${length} intervals that differ by less than 5 % are the same`, () => {
      const found = simulated(length, { deviation: 0.02 }, (place) => (0.04 * place) / length);
      assert.ok(shareOf(found, isUncut) >= 0.97);
    });

    it(`${length} intervals with a stall in two of them are left whole`, () => {
      const stalls = new Set([Math.floor(0.6 * length), Math.floor(0.9 * length)]);
      const found = simulated(length, { deviation: 0.05 }, (place) => (stalls.has(place) ? 2 : 0));
      assert.ok(shareOf(found, isUncut) >= 0.98);
    });
  }
});

describe('the warm-up of a trial', () => {
  it('is not looked for in fewer than 12 intervals with a completion', () => {
    const five = Array.from({ length: 60 }, (_, place) => (place % 12 === 11 ? 1 : null));
    assert.deepEqual(warmUpOf(five), { state: 'tooShort', cutMs: 0 });
    assert.deepEqual(warmUpOf([]), { state: 'tooShort', cutMs: 0 });
  });

  it('is not looked for in a window of fewer than 12 response times, however many intervals they fall into', () => {
    const slow = Array.from({ length: 60 }, (_, place) => (place < 10 ? 200 : 1_000));
    assert.deepEqual(warmUpOf(slow), { state: 'tooShort', cutMs: 0 });
  });

  it('is cut at the interval where the last level begins, those without a completion counted', () => {
    const sparse = Array.from({ length: 60 }, (_, place) => (place % 2 === 0 ? (place < 8 ? 50 : 20) : null));
    assert.deepEqual(warmUpOf(sparse), { state: 'settled', cutMs: 800 });
  });
});
