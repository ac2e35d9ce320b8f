import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  fitScalability,
  scaledThroughput,
  type ScalingPoint,
} from '../../src/queueing/universal-scalability.ts';
import { randomStreams } from '../../src/queueing/simulator/random-streams.ts';

/** SPEC SDM91, as the R package usl has it. */
const SDM91: readonly ScalingPoint[] = [
  [1, 64.9],
  [18, 995.9],
  [36, 1652.4],
  [72, 1853.2],
  [108, 1828.9],
  [144, 1775.0],
  [216, 1702.2],
];

const halfWidth = ({ low, high }: { low: number | null; high: number | null }): number =>
  ((high ?? NaN) - (low ?? NaN)) / 2;

describe('fitScalability', () => {
  it('gives the coefficients and errors that R’s usl package prints for SPEC SDM91', () => {
    const fit = fitScalability(SDM91);
    assert.ok(fit.converged);
    assert.equal(fit.perSecondOfOne.estimate?.toFixed(4), '89.9952');
    assert.equal(fit.contention.estimate?.toFixed(7), '0.0277285');
    assert.equal(fit.coherency.estimate?.toFixed(7), '0.0001044');
    assert.equal(fit.residualDeviation?.toFixed(1), '82.8');
    // Student's t of 0.975 with 4 degrees of freedom, from its table.
    const t = 2.776_445;
    assert.ok(Math.abs(halfWidth(fit.perSecondOfOne) / t - 14.2134894) < 1e-4);
    assert.ok(Math.abs(halfWidth(fit.contention) / t - 0.0091217) < 1e-6);
    assert.ok(Math.abs(halfWidth(fit.coherency) / t - 0.0000199) < 1e-7);
    assert.equal(fit.peak?.load.toFixed(1), '96.5');
  });

  it('finds the parameters again that it was given without noise', () => {
    const truth = [120, 0.03, 0.0004];
    const fit = fitScalability([1, 2, 4, 8, 16, 32, 64].map((load) => [load, scaledThroughput(load, truth)]));
    const found = [fit.perSecondOfOne, fit.contention, fit.coherency].map(({ estimate }) => estimate ?? 0);
    for (const [place, value] of found.entries()) assert.ok(Math.abs(value / (truth[place] ?? 1) - 1) < 1e-6);
  });

  it('covers the truth in about 95 of 100 seeded data sets', () => {
    const truth = [1_000, 0.05, 0.001];
    const noise = randomStreams(20_261).think;
    const uniform = (): number => (noise.next() >>> 0) / 2 ** 32;
    const loads = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64];
    let covered = 0;
    for (let set = 0; set < 200; set++) {
      const fit = fitScalability(
        loads.map((load) => {
          const normal = Math.sqrt(-2 * Math.log1p(-uniform())) * Math.cos(2 * Math.PI * uniform());
          return [load, scaledThroughput(load, truth) + 40 * normal];
        }),
      );
      const { low, high } = fit.contention;
      if (low !== null && high !== null && low <= 0.05 && high >= 0.05) covered++;
    }
    // Binomial with 200 and 0.95: outside 180 to 198 once in a thousand.
    assert.ok(covered >= 180 && covered <= 198, `${covered} of 200`);
  });

  it('keeps coefficients at 0 where more gives more than evenly, and then states no interval', () => {
    const fit = fitScalability([
      [1, 10],
      [2, 21],
      [4, 43],
      [8, 90],
    ]);
    assert.deepEqual([fit.contention.estimate, fit.coherency.estimate], [0, 0]);
    assert.deepEqual([fit.contention.low, fit.peak], [null, null]);
  });

  it('refuses fewer than three loads', () => {
    assert.throws(
      () =>
        fitScalability([
          [1, 1],
          [2, 2],
          [2, 3],
        ]),
      RangeError,
    );
  });
});
