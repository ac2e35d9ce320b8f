/** One generator's figures in one round. */
export interface Outcome {
  readonly completed: number;
  /** Over the time it really ran: wrk stops up to 100 ms late, which is 5 % of a round of 2 s. */
  readonly perSecond: number;
  readonly medianMs: number;
}

/** Both generators against the same server, one after the other. */
export interface Round {
  readonly loadstone: Outcome;
  readonly wrk: Outcome;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What is asked of the ratios of a figure: a median near 1, or no more than that 1 is among them. */
export type Criterion =
  | { readonly kind: 'near'; readonly figure: keyof Outcome; readonly percent: number }
  | { readonly kind: 'noise'; readonly figure: keyof Outcome };

/** Whether the generators agree on one figure. */
export interface Verdict {
  readonly criterion: Criterion;
  /** Loadstone's figure over wrk's, a round. */
  readonly ratio: Spread;
  readonly isMet: boolean;
}

const FIGURE_NAMES: Readonly<Record<keyof Outcome, string>> = {
  completed: 'completed requests',
  perSecond: 'completed requests a second',
  medianMs: 'median response time',
};

export function verdict(criterion: Criterion, rounds: readonly Round[]): Verdict {
  const ratio = spreadOf(
    rounds.map(({ loadstone, wrk }) => loadstone[criterion.figure] / wrk[criterion.figure]),
  );
  return { criterion, ratio, isMet: isMet(criterion, ratio) };
}

/** A figure that is no number meets nothing. */
function isMet(criterion: Criterion, { median, least, most }: Spread): boolean {
  switch (criterion.kind) {
    case 'near':
      return Math.abs(median - 1) * 100 <= criterion.percent;
    case 'noise':
      return least <= 1 && most >= 1;
  }
}

/** `Met: …` or `MISSED: …`, with the figures that decide it. */
export function verdictSentence({ criterion, ratio, isMet: met }: Verdict): string {
  const name = FIGURE_NAMES[criterion.figure];
  const range = `${ratio.least.toFixed(3)} to ${ratio.most.toFixed(3)}`;
  switch (criterion.kind) {
    case 'near':
      return (
        `${met ? 'Met' : 'MISSED'}: ${name} within ${criterion.percent} % of wrk's ` +
        `(median of the ratios ${ratio.median.toFixed(3)})`
      );
    case 'noise':
      return `${met ? 'Within' : 'NOT within'} the noise: ratio of ${name} ${ratio.median.toFixed(3)}, rounds from ${range}`;
  }
}

/** The median is the mean of the two in the middle where their number is even. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const median = (at(Math.floor((sorted.length - 1) / 2)) + at(Math.floor(sorted.length / 2))) / 2;
  return { median, least: Math.min(...values), most: Math.max(...values) };
}
