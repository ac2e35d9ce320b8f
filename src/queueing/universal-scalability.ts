import type { Estimate } from '../samples/interval.ts';
import { studentTQuantile } from '../statistics/distributions.ts';
import { leastSquares, type DifferentiableModel } from './levenberg-marquardt.ts';

/** A load (clients, workers, processors) and the throughput that was measured under it. */
export type ScalingPoint = readonly [load: number, perSecond: number];

/**
 * The Universal Scalability Law, X(N) = λN ÷ (1 + σ(N − 1) + κN(N − 1)) (Gunther 1993; Guerrilla Capacity Planning, 2007, eq. 4.31),
 * with 95 % intervals.
 */
export interface ScalabilityFit {
  /** λ: the throughput of one, a second. */
  readonly perSecondOfOne: Estimate;
  /** σ, contention: the share of the work that only one can do at a time. From 0 on. */
  readonly contention: Estimate;
  /** κ, coherency: what each pair costs. From 0 on. */
  readonly coherency: Estimate;
  /** Where the throughput is highest, √((1 − σ)/κ), and what it is; null where it only rises. */
  readonly peak: { readonly load: number; readonly perSecond: number } | null;
  /** Of the measured throughputs about the curve, a second; null with no more points than parameters. */
  readonly residualDeviation: number | null;
  readonly converged: boolean;
}

const PARAMETERS = 3;
const CONFIDENCE = 0.975;

const LAW: DifferentiableModel = {
  value: (load, parameters) => scaledThroughput(load, parameters),
  gradient: (load, [rate = 0, contention = 0, coherency = 0]) => {
    const slowdown = slowdownOf(load, contention, coherency);
    const common = (rate * load) / slowdown ** 2;
    return [load / slowdown, -common * (load - 1), -common * load * (load - 1)];
  },
};

const slowdownOf = (load: number, contention: number, coherency: number): number =>
  1 + contention * (load - 1) + coherency * load * (load - 1);

/** The law's throughput under a load. */
export function scaledThroughput(
  load: number,
  [rate = 0, contention = 0, coherency = 0]: readonly number[],
): number {
  return (rate * load) / slowdownOf(load, contention, coherency);
}

/**
 * Fits the law by least squares of the throughputs. The intervals are those of the linearised model, by Student's t; where a
 * coefficient lies at its bound of 0, or there are only as many points as parameters, they have no ends.
 * @throws {RangeError} with points of fewer than three different loads, or loads or throughputs that are not above 0
 */
export function fitScalability(points: readonly ScalingPoint[]): ScalabilityFit {
  check(points);
  const fit = leastSquares(points, LAW, start(points));
  const [rate = 0, contention = 0, coherency = 0] = fit.parameters;
  const spare = points.length - PARAMETERS;
  const variance = spare > 0 ? fit.sumOfSquares / spare : undefined;
  const isAtBound = contention === 0 || coherency === 0;
  const estimate = (place: number): Estimate => {
    const value = fit.parameters[place] ?? 0;
    if (variance === undefined || fit.inverseNormal === null || isAtBound)
      return { estimate: value, low: null, high: null };
    const error = Math.sqrt(variance * fit.inverseNormal.get(place, place));
    const reach = studentTQuantile(CONFIDENCE, spare) * error;
    return { estimate: value, low: value - reach, high: value + reach };
  };
  const peakLoad = Math.sqrt((1 - contention) / coherency);
  return {
    perSecondOfOne: estimate(0),
    contention: estimate(1),
    coherency: estimate(2),
    peak:
      coherency > 0 && contention < 1
        ? { load: peakLoad, perSecond: scaledThroughput(peakLoad, [rate, contention, coherency]) }
        : null,
    residualDeviation: variance === undefined ? null : Math.sqrt(variance),
    converged: fit.converged,
  };
}

/** Begins with what one does at the least load, and with as much contention as then explains the throughput at the greatest. */
function start(points: readonly ScalingPoint[]): number[] {
  const sorted = points.toSorted(([one], [other]) => one - other);
  const [first, last] = [sorted[0] ?? [1, 1], sorted.at(-1) ?? [1, 1]];
  const rate = first[1] / first[0];
  const slowdown = Math.max(0, (rate * last[0]) / last[1] - 1);
  return [rate, slowdown / (2 * last[0]), slowdown / (2 * last[0] ** 2)];
}

function check(points: readonly ScalingPoint[]): void {
  if (!points.every(([load, rate]) => load > 0 && rate > 0 && Number.isFinite(load) && Number.isFinite(rate)))
    throw new RangeError('loads and throughputs are above 0');
  if (new Set(points.map(([load]) => load)).size < PARAMETERS)
    throw new RangeError('a curve of three parameters needs three different loads');
}
