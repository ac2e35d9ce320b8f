import type { ChartWidth } from './chart.ts';
import type { RatioRow } from './ratio-rows.ts';

/**
 * A logarithmic axis of ratios, as far to the left of 1 as to the right. Its places are natural logarithms: on a
 * logarithmic scale d3 leaves out labels that it thinks too many.
 */
export interface RatioAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly text: (place: number) => string;
  /** What counts as equivalent. */
  readonly band: { readonly low: number; readonly high: number };
}

/** Changes as far as those read best in percent, and multiples beyond. */
const CHANGES = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2] as const;
const MULTIPLES = [1.5, 2, 3, 5, 10, 20, 50, 100, 1_000, 10_000] as const;

/** An interval that is wider than this is cut: the others could not be read beside it. */
const WIDEST = 20;

export function ratioAxis(
  rows: readonly RatioRow[],
  { margin, width }: { readonly margin: number; readonly width: ChartWidth },
): RatioAxis {
  // The ratios themselves are always within; ends of intervals as far as they leave something to be seen.
  const estimates = farthest(rows.map(({ ratio }) => ratio));
  const ends = Math.min(farthest(rows.flatMap(({ low, high }) => [low, high])), estimates * WIDEST);
  const most = Math.max(estimates, ends, (1 + margin) ** 1.5) ** 1.06;
  const steps = [...CHANGES.map((change) => 1 + change), ...MULTIPLES].filter((step) => step <= most);
  const shown = apart(steps, 2 * Math.log(most) * ROOM[width]);
  return {
    domain: [-Math.log(most), Math.log(most)],
    ticks: [...shown.map(below).filter((tick) => tick >= 1 / most), 1, ...shown.toReversed()].map(Math.log),
    text: (place) => ratioTick(Math.exp(place)),
    band: { low: -Math.log1p(margin), high: Math.log1p(margin) },
  };
}

/** What the label of a tick takes of the axis. */
const ROOM: Readonly<Record<ChartWidth, number>> = { wide: 0.1, narrow: 0.22 };

/** The widest steps whose labels do not meet each other's, nor that of 1. */
function apart(steps: readonly number[], room: number): number[] {
  const shown: number[] = [];
  for (const step of steps.toReversed()) {
    const next = shown.at(-1);
    const isFree = next === undefined || Math.log(next / step) >= room;
    if (isFree && Math.log(step) >= room) shown.push(step);
  }
  return shown;
}

/** How many times off the ratio furthest from 1 is; at least 1. */
const farthest = (ratios: readonly (number | null)[]): number =>
  Math.max(1, ...ratios.map((ratio) => (ratio === null || ratio <= 0 ? 1 : Math.max(ratio, 1 / ratio))));

/** The step to the other side that reads like it: 5 % less, or half. */
const below = (step: number): number => (step < 1.5 ? 2 - step : 1 / step);

function ratioTick(ratio: number): string {
  if (Math.abs(ratio - 1) < 1e-9) return '1';
  if (ratio >= 1.45) return `${Number(ratio.toPrecision(3))} ×`;
  if (ratio <= 0.7) return `${Number(ratio.toPrecision(2))} ×`;
  const percent = (ratio - 1) * 100;
  return `${percent > 0 ? '+' : '−'}${Number(Math.abs(percent).toPrecision(2))} %`;
}
