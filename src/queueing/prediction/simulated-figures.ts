import { seriesInterval } from '../../samples/interval-samples.ts';
import { mergeSeries } from '../../samples/merged-series.ts';
import type { PredictedFigures } from '../../samples/prediction.ts';
import type { Series, WarmUp } from '../../samples/series-schema.ts';
import { summariseCensored } from '../../statistics/censored-response-times.ts';
import {
  microsecondsToMilliseconds,
  milliseconds,
  type Microseconds,
  type Milliseconds,
} from '../../units.ts';
import type { DurationCount } from '../../samples/duration-counts.ts';
import { endsAfter, steadyStateOf, warmUpOf, windowOf } from '../simulator/settled-simulation.ts';
import { simulate } from '../simulator/simulate.ts';
import type { SimulationModel } from '../simulator/simulation-model.ts';
import type { SimulationResult } from '../simulator/simulation-result.ts';

/** One replication's figures; null is what it does not have. */
export type SimulatedFigures = { readonly [Name in keyof PredictedFigures]: number | null } & {
  readonly completed: number;
  /** From which moment of the window on it had settled. */
  readonly cut: Milliseconds;
};

/**
 * Simulates a trial and says what a prediction needs of it: a tenth of what its whole record takes.
 * @param seed as of `simulate`
 * @param cut where the warm-up ends; looked for when absent
 */
export function simulatedFigures(model: SimulationModel, seed: number, cut?: Milliseconds): SimulatedFigures {
  const result = simulate(model, seed, cut === 0 ? undefined : cut);
  // It is half of the work, and a closed loop needs it for the warm-up only.
  const needsSeries = cut === undefined || model.load.arrivalsPerSecond !== undefined;
  const series = needsSeries ? seriesOf(model, result) : undefined;
  const warmUp: WarmUp =
    cut === undefined && series !== undefined
      ? warmUpOf(model, series, windowOf(result))
      : { state: 'settled', cutMs: cut ?? 0 };
  const isLate = cut === undefined && warmUp.cutMs > 0;
  const settled = isLate ? simulate(model, seed, milliseconds(warmUp.cutMs)) : result;
  const censored = summariseCensored(endsAfter(model, settled, warmUp), milliseconds(warmUp.cutMs));
  const { carried, opening, settled: later } = result;
  return {
    completed: result.ledger.completed,
    steadyPerSecond: steadyStateOf(model, settled, series ?? NO_SERIES, warmUp)?.perSecond ?? null,
    p50Ms: censored.p50.estimate,
    p99Ms: censored.p99.estimate,
    meanMs: meanOf([carried, opening, later].map(({ completed }) => completed)),
    cut: milliseconds(warmUp.cutMs),
  };
}

const NO_SERIES = { completed: [], intervalMs: 1 };

const seriesOf = ({ load }: SimulationModel, result: SimulationResult): Series =>
  mergeSeries(
    [result.intervals],
    seriesInterval(load.duration),
    windowOf(result),
    result.ledger.inFlightAtStart,
  );

function meanOf(lists: readonly (readonly DurationCount[])[]): number | null {
  let [count, total] = [0, 0];
  for (const list of lists)
    for (const [duration, times] of list) {
      count += times;
      total += times * duration;
    }
  return count === 0 ? null : microsecondsToMilliseconds((total / count) as Microseconds);
}
