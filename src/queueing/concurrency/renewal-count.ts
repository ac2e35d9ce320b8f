import type { ServiceSample } from './service-sample.ts';

/** What one slot that is never idle completes by some moment after its first request began. */
export interface RenewalCount {
  readonly mean: number;
  readonly variance: number;
  /** The standard error of the mean that comes from knowing the service times by a sample only. */
  readonly meanError: number;
}

export type RenewalCounts = (at: number) => RenewalCount;

/** A mean service time is parted into so many cells. */
const CELLS_A_SERVICE = 20;
const FEWEST_CELLS = 100;
/** From so many service times on the limits for a long time are as good. */
export const LONG_IN_SERVICES = 40;

/**
 * Renewal theory (Cox 1962, chapters 3 and 4) with the distribution of a sample. The mean is M = Σ F*ᵏ, the variance
 * M + 2M*M − M². A change dF of the distribution changes the mean by U*U*dF, where U = 1 + M: from it follows the error by the delta
 * method. On a grid, where each service time is split over the two cells beside it, so that the mean stays what it is.
 * @param latest ms; no later moment is asked for
 */
export function renewalCounts(sample: ServiceSample, latest: number): RenewalCounts {
  const horizon = Math.min(latest, LONG_IN_SERVICES * sample.meanMs);
  const cells = Math.round(Math.max(FEWEST_CELLS, (CELLS_A_SERVICE * horizon) / sample.meanMs));
  const grid = renewalGrid(sample, horizon, cells);
  const limit = limitingCounts(sample);
  return (at) => (at > horizon ? limit(at) : readGrid(grid, sample, at));
}

/** Of a long time: t/S + (C² − 1)/2 and C²t/S, with the coefficient of variation C (Cox 1962, eq. 4.2.7 and 4.5.9). */
function limitingCounts({ meanMs, variation, total }: ServiceSample): RenewalCounts {
  return (at) => {
    const services = at / meanMs;
    return {
      mean: Math.max(0, services + (variation ** 2 - 1) / 2),
      variance: variation ** 2 * services,
      meanError: (variation * services) / Math.sqrt(total),
    };
  };
}

interface Grid {
  readonly cell: number;
  /** M with all that falls on each point of the grid. */
  readonly mean: Float64Array;
  /** M*M there. */
  readonly twice: Float64Array;
}

function renewalGrid(sample: ServiceSample, horizon: number, cells: number): Grid {
  const cell = horizon / cells;
  const density = splitOverCells(sample, cell, cells);
  const renewals = new Float64Array(cells + 1);
  const first = density[0] ?? 0;
  const filled = [...density.keys()].filter((place) => place > 0 && density[place] !== 0);
  for (let at = 0; at <= cells; at++) {
    let sum = density[at] ?? 0;
    for (const place of filled) {
      if (place > at) break;
      sum += (density[place] ?? 0) * (renewals[at - place] ?? 0);
    }
    renewals[at] = sum / (1 - first);
  }
  const mean = cumulated(renewals);
  const twice = new Float64Array(cells + 1);
  for (let at = 0; at <= cells; at++) {
    let sum = 0;
    for (let place = 0; place <= at; place++) sum += (renewals[place] ?? 0) * (mean[at - place] ?? 0);
    twice[at] = sum;
  }
  return { cell, mean, twice };
}

function splitOverCells({ times, counts, total }: ServiceSample, cell: number, cells: number): Float64Array {
  const density = new Float64Array(cells + 2);
  for (let index = 0; index < times.length; index++) {
    const place = (times[index] ?? 0) / cell;
    const below = Math.floor(place);
    if (below > cells) break;
    const weight = (counts[index] ?? 0) / total;
    density[below] = (density[below] ?? 0) + weight * (below + 1 - place);
    density[below + 1] = (density[below + 1] ?? 0) + weight * (place - below);
  }
  return density.subarray(0, cells + 1);
}

function cumulated(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => (sum += value));
}

function readGrid(grid: Grid, { times, counts, total }: ServiceSample, at: number): RenewalCount {
  const mean = between(grid.mean, at / grid.cell);
  const twice = between(grid.twice, at / grid.cell);
  // Var U*U(at − s) over the sample.
  let [sum, squares] = [0, 0];
  for (let index = 0; index < times.length; index++) {
    const left = at - (times[index] ?? 0);
    if (left < 0) break;
    const change = 1 + 2 * between(grid.mean, left / grid.cell) + between(grid.twice, left / grid.cell);
    sum += (counts[index] ?? 0) * change;
    squares += (counts[index] ?? 0) * change ** 2;
  }
  const spread = Math.max(0, squares / total - (sum / total) ** 2);
  return {
    mean,
    variance: Math.max(0, mean + 2 * twice - mean ** 2),
    meanError: Math.sqrt(spread / Math.max(1, total - 1)),
  };
}

/** What a point of the grid has is spread from half a cell before it to half a cell after. */
function between(values: Float64Array, place: number): number {
  const below = Math.floor(place - 0.5);
  const low = values[below] ?? 0;
  const high = values[below + 1] ?? low;
  return low + (place - 0.5 - below) * (high - low);
}
