import type { Level } from '../../plan/plan.ts';
import { conditionName } from '../condition-set.ts';
import type { ChartCondition } from './chart-condition.ts';
import { MOST_PANELS } from './panels.ts';
import { SERIES_COLOURS } from './palette.ts';

/** How conditions are dealt over small charts: one factor is told apart by lines, the others by charts. */
export interface PanelPlan {
  readonly panels: readonly string[];
  /** Names of the lines, the same in each chart. */
  readonly lines: readonly string[];
  /** By the key of each condition; those without a place are left out. */
  readonly places: ReadonlyMap<string, { readonly panel: number; readonly line: number }>;
}

/** The factor whose levels are told apart by charts. */
const ENDPOINT = 'endpoint';

export function panelPlan(conditions: readonly ChartCondition[]): PanelPlan {
  const factor = lineFactor(conditions);
  const rest = conditions.map(({ condition }) => withoutFactor(condition, factor));
  const names = rest.map((condition, index) => {
    if (conditions.length === 1) return conditions[index]?.label ?? '';
    return factor !== undefined && Object.keys(condition).length === 0 ? '' : conditionName(condition, rest);
  });
  const panels = [...new Set(names)].slice(0, MOST_PANELS);
  const levels = factor === undefined ? [] : levelsOf(conditions, factor);
  const places = conditions.flatMap(({ key, condition }, index) => {
    const panel = panels.indexOf(names[index] ?? '');
    const line = factor === undefined ? 0 : levels.indexOf(condition[factor] ?? '');
    return panel < 0 ? [] : [[key, { panel, line }] as const];
  });
  return {
    panels,
    lines: factor === undefined ? [] : levels.map((level) => `${factor} ${level}`),
    places: new Map(places),
  };
}

/** The last of the factors that vary, but for the endpoint, where its levels can be told apart. */
function lineFactor(conditions: readonly ChartCondition[]): string | undefined {
  const factors = new Set(conditions.flatMap(({ condition }) => Object.keys(condition)));
  return [...factors].findLast((factor) => {
    const { length } = levelsOf(conditions, factor);
    return factor !== ENDPOINT && length > 1 && length <= SERIES_COLOURS.length;
  });
}

const levelsOf = (conditions: readonly ChartCondition[], factor: string): Level[] => [
  ...new Set(conditions.map(({ condition }) => condition[factor] ?? '')),
];

function withoutFactor(
  condition: ChartCondition['condition'],
  factor: string | undefined,
): ChartCondition['condition'] {
  return Object.fromEntries(Object.entries(condition).filter(([name]) => name !== factor));
}
