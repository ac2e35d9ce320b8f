import { UNKNOWN, plainColumn, type FigureTable, type Column } from './figure-table.ts';
import { keyColumns } from './run-columns.ts';
import type { Estimate } from '../samples/interval.ts';
import { countText } from './figure-text.ts';
import { estimateText } from './estimate-text.ts';
import type { ConditionEstimate, Inference, ShownMetric } from './inference.ts';
import type { RunTable } from './run-table.ts';
import { timeUnitOf } from './time-unit.ts';

/**
 * The geometric means of each condition's trials with their intervals.
 * @returns undefined where no condition has an interval
 */
export function intervalTable(table: RunTable, { conditions }: Inference): FigureTable | undefined {
  if (conditions.every(({ means }) => Object.values(means).every(({ low }) => low === null)))
    return undefined;
  const unit = timeUnitOf(table);
  const columns = [
    plainColumn(
      'trials',
      conditions.map(({ trials }) => countText(trials)),
    ),
    ...metricColumns(conditions, 'steadyStatePerSecond', 'steady requests/s', 1),
    ...metricColumns(conditions, 'responseTimeMeanMs', `mean response in ${unit.name}`, unit.ms),
  ];
  return {
    title: 'By condition: geometric mean of the trials, and its 95 % interval',
    keys: keyColumns(table),
    columns,
  };
}

/** @param unit what the figures are divided by */
function metricColumns(
  conditions: readonly ConditionEstimate[],
  metric: ShownMetric,
  header: string,
  unit: number,
): Column[] {
  const means = conditions.map(({ means: of }) => inUnit(of[metric], unit));
  const bootstrap = conditions.map(({ bootstrap: of, means: { [metric]: mean } }) =>
    inUnit({ estimate: mean.estimate, low: of[metric]?.low ?? null, high: of[metric]?.high ?? null }, unit),
  );
  return [
    ...(means.some(({ estimate }) => estimate !== null) ? [plainColumn(header, means.map(cellText))] : []),
    ...(bootstrap.some(({ low }) => low !== null)
      ? [plainColumn(`${header}, bootstrap`, bootstrap.map(cellText))]
      : []),
  ];
}

const cellText = (estimate: Estimate): string => estimateText(estimate) ?? UNKNOWN;

function inUnit({ estimate, low, high }: Estimate, unit: number): Estimate {
  const scaled = (value: number | null): number | null => (value === null ? null : value / unit);
  return { estimate: scaled(estimate), low: scaled(low), high: scaled(high) };
}
