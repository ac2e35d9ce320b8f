import { UNKNOWN, plainColumn, type FigureTable, type Column } from './figure-table.ts';
import type { Effect } from '../samples/effect.ts';
import { ratioText } from './estimate-text.ts';
import { hasEffectIntervals, type Inference, type ShownMetric } from './inference.ts';

/** What stands for the endpoint where an effect is said over all of them. */
const ALL_ENDPOINTS = 'all';

/**
 * What each level of each factor does against the first, with its interval and verdict.
 * @returns undefined where no effect has an interval
 */
export function effectTable(inference: Inference): FigureTable | undefined {
  if (!hasEffectIntervals(inference)) return undefined;
  const steady = inference.effects.filter(({ metric }) => metric === 'steadyStatePerSecond');
  const means = inference.effects.filter(({ metric }) => metric === 'responseTimeMeanMs');
  const rows = rowsOf([...steady, ...means]);
  const columns = (title: string, metric: ShownMetric): Column[] => {
    const own = rows.map((row) =>
      inference.effects.find((effect) => effect.metric === metric && isOf(effect, row)),
    );
    if (own.every((effect) => effect === undefined)) return [];
    const cells = own.map((effect) => (effect === undefined ? null : ratioText(effect.ratio)) ?? UNKNOWN);
    const verdicts = own.map((effect) => effect?.verdict ?? UNKNOWN);
    return [
      plainColumn('change', cells, { group: title }),
      plainColumn('verdict', verdicts, { group: title }),
    ];
  };
  return {
    title: 'Effects: one level of a factor against its first, with 95 % interval',
    keys: keyColumns(rows),
    columns: [
      ...columns('steady throughput', 'steadyStatePerSecond'),
      ...columns('mean response time', 'responseTimeMeanMs'),
    ],
  };
}

type Row = Pick<Effect, 'factor' | 'level' | 'baselineLevel' | 'endpoint'>;

/** What is compared, once each: by factor, by level, and by endpoint. */
function rowsOf(effects: readonly Effect[]): Row[] {
  const byLevel = Map.groupBy(effects, ({ factor, level }) => JSON.stringify([factor, level]));
  const byFactor = Map.groupBy([...byLevel.values()], ([first]) => first?.factor);
  return [...byFactor.values()].flat(2).reduce<Row[]>((rows, effect) => {
    if (!rows.some((row) => isOf(effect, row))) rows.push(effect);
    return rows;
  }, []);
}

const isOf = (effect: Effect, row: Row): boolean =>
  effect.factor === row.factor && effect.level === row.level && effect.endpoint === row.endpoint;

function keyColumns(rows: readonly Row[]): Column[] {
  const keys = [
    plainColumn(
      'factor',
      rows.map(({ factor }) => factor),
      { align: 'left' },
    ),
    plainColumn(
      'levels',
      rows.map(({ level, baselineLevel }) => `${level} vs ${baselineLevel}`),
      { align: 'left' },
    ),
  ];
  const endpoints = rows.map(({ endpoint }) => String(endpoint ?? ALL_ENDPOINTS));
  return new Set(endpoints).size === 1
    ? keys
    : [...keys, plainColumn('endpoint', endpoints, { align: 'left' })];
}
