/** An axis that positive figures of any span fit on. */
export interface SweepAxis {
  readonly type: 'log' | 'linear';
  readonly domain: [number, number];
  readonly ticks: number[];
}

/** From this ratio of the greatest to the least on, an axis is logarithmic. */
const WIDE = 12;
/** What stands free at the ends of a logarithmic axis, as a factor. */
const MARGIN = 1.12;
/** What stands free at the top of a linear one. */
const HEADROOM = 1.08;
const STEPS = [1, 2, 5] as const;
/** Between powers of ten, ticks at 2 and 5 fit up to so many of them. */
const MOST_TICKS = 7;

/**
 * @param least of the figures, above 0
 * @param most of them
 * @param isWide whether it is logarithmic; by the span of the figures unless given
 */
export function sweepAxis(least: number, most: number, isWide = most >= WIDE * least): SweepAxis {
  if (!isWide) {
    const domain: [number, number] = [0, most * HEADROOM];
    return { type: 'linear', domain, ticks: linearTicks(domain[1]) };
  }
  const domain: [number, number] = [least / MARGIN, most * MARGIN];
  return { type: 'log', domain, ticks: logTicks(domain) };
}

function logTicks([least, most]: SweepAxis['domain']): number[] {
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const decades = Array.from({ length: to - from + 1 }, (_, place) => 10 ** (from + place));
  const within = (ticks: readonly number[]): number[] =>
    ticks.filter((tick) => tick >= least && tick <= most).map((tick) => Number(tick.toPrecision(3)));
  const fine = within(decades.flatMap((decade) => STEPS.map((step) => step * decade)));
  return fine.length <= MOST_TICKS ? fine : within(decades);
}

function linearTicks(most: number): number[] {
  const rough = most / 4;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = decade * (STEPS.find((one) => one * decade >= rough) ?? 10);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, place) =>
    Number((place * step).toPrecision(6)),
  );
}
