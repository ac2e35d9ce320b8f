import { levelColumns, UNKNOWN, plainColumn, type FigureTable } from './figure-table.ts';
import type { ComparedCondition, Comparison } from '../samples/comparison.ts';
import type { Metric } from '../samples/effect.ts';
import { ratioText } from './estimate-text.ts';

/** What a comparison found, a row a condition; the conditions are those in which both sides were measured. */
export function comparisonTable({ conditions, b }: Comparison): FigureTable {
  return {
    title: b.level === null ? 'b against a' : `${b.level} against a`,
    keys: levelColumns(conditions.map(({ condition }) => condition)),
    columns: [
      plainColumn(
        'verdict',
        conditions.map(({ verdict }) => verdict),
        { align: 'left' },
      ),
      plainColumn('steady throughput', conditions.map(metricText('steadyStatePerSecond'))),
      plainColumn('mean response time', conditions.map(metricText('responseTimeMeanMs'))),
    ],
  };
}

/** What b is to a by one metric. */
function metricText(metric: Metric): (condition: ComparedCondition) => string {
  return ({ metrics }) => {
    const found = metrics.find((one) => one.metric === metric);
    return (found && ratioText(found.ratio)) ?? UNKNOWN;
  };
}
