import type { ComparedCondition, Comparison } from '../samples/comparison.ts';
import type { Metric } from '../samples/effect.ts';
import { ratioText } from './estimate-text.ts';
import type { Column, FigureTable } from './run-columns.ts';

const UNKNOWN = '-';

/** What a comparison found, a row a condition; the conditions are those in which both sides were measured. */
export function comparisonTable({ conditions, b }: Comparison): FigureTable {
  const factors = [...new Set(conditions.flatMap(({ condition }) => Object.keys(condition)))];
  return {
    title: b.level === null ? 'b against a' : `${b.level} against a`,
    keys: factors.map((factor) => keyColumn(factor, conditions)),
    columns: [
      column(
        'verdict',
        conditions.map(({ verdict }) => verdict),
        'left',
      ),
      column('steady throughput', conditions.map(metricText('steadyStatePerSecond'))),
      column('mean response time', conditions.map(metricText('responseTimeMeanMs'))),
    ],
  };
}

function keyColumn(factor: string, conditions: readonly ComparedCondition[]): Column {
  const isNumeric = conditions.every(({ condition }) => typeof condition[factor] === 'number');
  return column(
    factor,
    conditions.map(({ condition }) => String(condition[factor] ?? UNKNOWN)),
    isNumeric ? 'right' : 'left',
  );
}

const column = (header: string, cells: string[], align: Column['align'] = 'right'): Column => ({
  group: null,
  header,
  align,
  tone: 'plain',
  cells,
});

/** What b is to a by one metric. */
function metricText(metric: Metric): (condition: ComparedCondition) => string {
  return ({ metrics }) => {
    const found = metrics.find((one) => one.metric === metric);
    return (found && ratioText(found.ratio)) ?? UNKNOWN;
  };
}
