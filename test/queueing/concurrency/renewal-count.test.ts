import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renewalCounts } from '../../../src/queueing/concurrency/renewal-count.ts';
import { serviceSample, type ServiceSample } from '../../../src/queueing/concurrency/service-sample.ts';
import type { Microseconds } from '../../../src/units.ts';

/** As many quantiles of a distribution as make it, in ms. */
function quantiles(quantile: (share: number) => number, count = 4_000): ServiceSample {
  const times = Array.from(
    { length: count },
    (_, place) => [Math.round(1e3 * quantile((place + 0.5) / count)) as Microseconds, 1] as const,
  );
  return serviceSample([times]) ?? assert.fail('there are times');
}

const near = (actual: number, expected: number, tolerance: number, what: string): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual} is not ${expected}`);

describe('renewalCounts', () => {
  it('is a Poisson process for exponential times: mean and variance are t/S', () => {
    const at = renewalCounts(
      quantiles((share) => -100 * Math.log1p(-share)),
      2_000,
    );
    for (const services of [0.3, 1, 2.5, 7, 20]) {
      const { mean, variance } = at(100 * services);
      near(mean, services, 0.01 * services + 0.005, `mean at ${services}`);
      near(variance, services, 0.02 * services + 0.01, `variance at ${services}`);
    }
  });

  it('counts whole services between those of fixed times, without any variance or error', () => {
    const at = renewalCounts(
      quantiles(() => 250),
      5_000,
    );
    for (const services of [1, 2, 7, 15]) {
      const { mean, variance, meanError } = at(250 * (services + 0.5));
      near(mean, services, 1e-6, 'mean');
      near(variance, 0, 1e-6, 'variance');
      near(meanError, 0, 1e-6, 'error');
    }
  });

  it('is eᵗ − 1 within the first unit of uniform times (Feller 1971, XI.1)', () => {
    const at = renewalCounts(
      quantiles((share) => 1_000 * share),
      1_000,
    );
    for (const share of [0.25, 0.5, 0.9]) near(at(1_000 * share).mean, Math.exp(share) - 1, 0.01, 'mean');
  });

  it('is t/S − ¼ + e^(−4t/S)/4 for sums of two exponential times (Cox 1962, section 4.2)', () => {
    const at = renewalCounts(
      quantiles((share) => {
        let [low, high] = [0, 40];
        for (let round = 0; round < 60; round++) {
          const middle = (low + high) / 2;
          if (1 - (1 + middle) * Math.exp(-middle) < share) low = middle;
          else high = middle;
        }
        return 50 * low;
      }),
      3_000,
    );
    for (const services of [0.5, 1, 3, 30])
      near(
        at(100 * services).mean,
        services - 0.25 + Math.exp(-4 * services) / 4,
        0.01 * services + 0.005,
        'mean',
      );
  });

  it('goes over into the limit of a long time', () => {
    const sample = quantiles((share) => -100 * Math.log1p(-share));
    const at = renewalCounts(sample, 100_000);
    near(at(4_001).mean, at(3_999).mean, 0.1, 'mean');
    near(at(4_001).meanError, at(3_999).meanError, 0.02, 'error');
  });

  it('has the error of the sample mean after a long time: C÷√n of the count', () => {
    const { mean, meanError } = renewalCounts(
      quantiles((share) => -100 * Math.log1p(-share), 400),
      3_500,
    )(3_400);
    near(meanError / mean, 1 / 20, 0.004, 'relative error');
  });
});
