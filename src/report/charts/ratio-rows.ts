import type { ComparedCondition } from '../../samples/comparison.ts';
import type { Metric, Verdict } from '../../samples/effect.ts';
import type { Estimate } from '../../samples/interval.ts';
import { ratioText } from '../estimate-text.ts';
import { INK, MUTED, seriesColour } from './palette.ts';

/** One condition by one figure. */
export interface RatioRow {
  readonly label: string;
  /** null: the figure is not known on both sides. */
  readonly ratio: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly estimate: Estimate | null;
  readonly verdict: Verdict;
  /** The verdict, or why there is none. */
  readonly words: string;
  readonly colour: string;
  readonly symbol: string;
}

/** Verdicts are told apart by their word and their shape, and by colour only besides. */
const MARKS: Readonly<Record<Verdict, { readonly colour: string; readonly symbol: string }>> = {
  slower: { colour: seriesColour(1), symbol: 'triangle' },
  faster: { colour: seriesColour(0), symbol: 'diamond' },
  equivalent: { colour: seriesColour(2), symbol: 'square' },
  inconclusive: { colour: INK, symbol: 'circle' },
};

export const ratioRows = (
  conditions: readonly (ComparedCondition & { readonly label: string })[],
  metric: Metric,
): RatioRow[] =>
  conditions.map(({ label, metrics, missing, trials }) => {
    const found = metrics.find((one) => one.metric === metric);
    if (found === undefined || found.ratio.estimate === null)
      return {
        label,
        ratio: null,
        low: null,
        high: null,
        estimate: null,
        verdict: 'inconclusive',
        words: trials.a === 0 || trials.b === 0 ? 'no valid trial' : 'no figures',
        colour: MUTED,
        symbol: 'circle',
      };
    const { ratio, verdict } = found;
    return {
      label,
      ratio: ratio.estimate,
      low: ratio.low,
      high: ratio.high,
      estimate: ratio,
      verdict,
      words: missing === 'tooFewTrials' && ratio.low === null ? 'too few trials' : verdict,
      ...MARKS[verdict],
    };
  });

/** A row in words, for who does not see the chart. */
export function rowWords({ label, estimate, words }: RatioRow): string {
  const ratio = estimate === null ? null : ratioText(estimate);
  return `${label}: ${ratio === null ? words : `${ratio}, ${words}`}`;
}
