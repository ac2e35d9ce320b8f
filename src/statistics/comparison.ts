import type { ComparedCondition, ComparedMetric } from '../samples/comparison.ts';
import type { Metric, Verdict } from '../samples/effect.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { geometricMean } from './geometric-mean.ts';
import { holmAdjusted } from './holm.ts';
import { differencePValue, equivalencePValue, ratioOf, type LogContrast } from './log-contrast.ts';
import { pairedRatio } from './paired-ratio.ts';
import { metricOfEach, trialMetric } from './trial-metric.ts';
import { verdictOf } from './verdict.ts';
import { welchRatio } from './welch-ratio.ts';

/** A condition as two sides measured it; the trials of each are valid. */
export interface MeasuredTwice {
  readonly condition: TrialRecord['condition'];
  readonly a: readonly TrialRecord[];
  readonly b: readonly TrialRecord[];
}

export interface CompareOptions {
  /** Up to this a ratio counts as equivalent: 0.05 is 5 %. */
  readonly margin: number;
  /** Each trial of a was measured next to the one of b in its block. */
  readonly isPaired: boolean;
}

/**
 * What is judged. Counts are not: they move by whole batches, and a window that ends a millisecond sooner may have a
 * batch less.
 */
const JUDGED: readonly Metric[] = ['steadyStatePerSecond', 'responseTimeMeanMs'];

/** Compares two sides condition by condition, each by what is judged; corrected for all the comparisons made. */
export function compareConditions(
  conditions: readonly MeasuredTwice[],
  options: CompareOptions,
): ComparedCondition[] {
  const contrasts = conditions.map((both) =>
    JUDGED.flatMap((metric): MetricContrast[] => {
      const found = contrastOf(both, metric, options.isPaired);
      return found === undefined ? [] : [{ metric, ...found }];
    }),
  );
  const tested = contrasts.flat().filter(({ contrast }) => contrast.error !== null);
  const adjusted = holmAdjusted(tested.map(({ contrast }) => differencePValue(contrast) ?? 1));
  const pValues = new Map(tested.map((one, index) => [one, adjusted[index] ?? 1]));
  return conditions.map(({ condition, a, b }, index) => {
    const own = contrasts[index] ?? [];
    const metrics = own.map((one) => judged(one, pValues.get(one) ?? null, options.margin));
    return {
      condition,
      trials: { a: a.length, b: b.length },
      metrics,
      verdict: verdictOfAll(metrics.map(({ verdict }) => verdict)),
      missing: missingOf(own),
    };
  });
}

interface MetricContrast {
  readonly metric: Metric;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly contrast: LogContrast;
}

/** @returns undefined where a side has no figure */
function contrastOf(
  { a, b }: MeasuredTwice,
  metric: Metric,
  isPaired: boolean,
): Omit<MetricContrast, 'metric'> | undefined {
  const sides = isPaired ? pairsOf(a, b, metric) : { a: figuresOf(a, metric), b: figuresOf(b, metric) };
  if (sides.a.length === 0 || sides.b.length === 0) return undefined;
  const contrast = isPaired
    ? pairedRatio(sides.b.map((value, index) => [value, sides.a[index] ?? value]))
    : welchRatio(sides.b, sides.a);
  return { ...sides, contrast };
}

/** None where a valid trial has none: those that have one may be the better ones. */
const figuresOf = (trials: readonly TrialRecord[], metric: Metric): number[] =>
  metricOfEach(trials, metric) ?? [];

/** The figures of those blocks in which both sides have one. */
function pairsOf(a: readonly TrialRecord[], b: readonly TrialRecord[], metric: Metric) {
  const pairs = a.flatMap((trial): [number, number][] => {
    const other = b.find(({ order }) => order.block === trial.order.block);
    const [own, others] = [trialMetric(trial, metric), other && trialMetric(other, metric)];
    return own === null || others === null || others === undefined ? [] : [[own, others]];
  });
  return { a: pairs.map(([own]) => own), b: pairs.map(([, others]) => others) };
}

function judged(
  { metric, a, b, contrast }: MetricContrast,
  pValue: number | null,
  margin: number,
): ComparedMetric {
  const equivalence = equivalencePValue(contrast, margin);
  const ratio = ratioOf(contrast);
  return {
    metric,
    a: geometricMean(a),
    b: geometricMean(b),
    ratio,
    pValue,
    equivalencePValue: equivalence,
    verdict: verdictOf({
      metric,
      ratio: Math.exp(contrast.estimate),
      pValue,
      equivalencePValue: equivalence,
    }),
  };
}

function verdictOfAll(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('slower')) return 'slower';
  if (verdicts.includes('faster')) return 'faster';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'equivalent')
    ? 'equivalent'
    : 'inconclusive';
}

function missingOf(metrics: readonly MetricContrast[]): ComparedCondition['missing'] {
  if (metrics.length === 0) return 'noFigures';
  return metrics.some(({ contrast }) => contrast.error === null) ? 'tooFewTrials' : null;
}
