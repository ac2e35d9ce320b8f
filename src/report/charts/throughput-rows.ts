import type { LimitedBy } from '../../diagnosis/lawful-limit.ts';
import { publishedFigures } from '../published-figures.ts';
import { rowFigures } from '../run-table.ts';
import { conditionKey } from '../../samples/condition-key.ts';
import type { Estimate } from '../../samples/interval.ts';
import { median } from '../../samples/median.ts';
import type { PredictedFigure } from '../../samples/prediction.ts';
import type { ChartCondition } from './chart-condition.ts';
import type { ChartSource } from './chart.ts';

/** One condition of the chart; rates in responses a second. */
export interface ThroughputRow {
  readonly label: string;
  readonly limit: LimitedBy;
  /** The steady state, or what was observed where there is none. */
  readonly shown: number;
  readonly steady: Estimate | null;
  readonly observed: number;
  readonly predicted: PredictedFigure;
  readonly published: number | null;
}

/** One a condition, in the order of the charts. */
export function throughputRows({
  stored,
  table,
  inference,
  conditions,
  limits,
}: ChartSource): ThroughputRow[] {
  const places = new Map(table.rows.map(({ condition }, place) => [conditionKey(condition), place]));
  return conditions.map(({ condition, key, label, trials, isValid }) => {
    const figures = rowFigures(trials);
    const mean = isValid
      ? inference.conditions[places.get(key) ?? -1]?.means.steadyStatePerSecond
      : undefined;
    const steady =
      mean !== undefined && mean.estimate !== null
        ? mean
        : { estimate: figures.steadyPerSecond, low: null, high: null };
    return {
      label,
      limit: limits.get(key)?.limitedBy ?? 'unknown',
      shown: steady.estimate ?? figures.observedPerSecond,
      steady: steady.estimate === null ? null : steady,
      observed: figures.observedPerSecond,
      predicted: predictedOf(trials),
      published: publishedFigures(stored.run, condition)?.completedPerSecond ?? null,
    };
  });
}

function predictedOf(trials: ChartCondition['trials']): PredictedFigure {
  const figures = trials.flatMap(({ prediction }) => prediction?.expected.steadyPerSecond ?? []);
  const [estimate, least, most] = (['estimate', 'least', 'most'] as const).map((name) =>
    median(figures.map((figure) => figure[name])),
  );
  return estimate == null || least == null || most == null ? null : { estimate, least, most };
}

export const hasInterval = ({ steady }: ThroughputRow): boolean => steady?.low != null && steady.high != null;
