import { z } from 'zod';
import { levelField } from '../plan/plan.ts';
import { estimateSchema } from './interval.ts';

/** A figure of a trial that trials are compared by. */
export const metricField = z.enum([
  'steadyStatePerSecond',
  'completedPerSecond',
  'responseTimeMeanMs',
  'responseTimeP50Ms',
  'responseTimeP99Ms',
]);

/** Up to this a ratio counts as equivalent, unless told otherwise. */
export const DEFAULT_MARGIN = 0.05;

/** What an effect amounts to: equivalent is within a margin that was stated beforehand. */
export const verdictField = z.enum(['faster', 'slower', 'equivalent', 'inconclusive']);

const judgedRatio = {
  metric: metricField,
  endpoint: levelField
    .nullable()
    .describe('The endpoint it is said of; null where it is said over all endpoints'),
  ratio: estimateSchema.describe(
    'Estimate and 95 % interval of the ratio of geometric means; no interval where there are too few trials',
  ),
  pValue: z
    .number()
    .nullable()
    .describe('That the ratio is 1, two-sided, corrected for all the comparisons of the metric (Holm)'),
  equivalencePValue: z
    .number()
    .nullable()
    .describe('That the ratio is outside the margin: two one-sided tests'),
  margin: z.number().positive().describe('Up to this a ratio counts as equivalent: 0.05 is 5 %'),
  verdict: verdictField,
};

/** What one level of a factor does against the baseline, averaged over the levels of the other factors. */
export const effectSchema = z.object({
  factor: z.string(),
  level: levelField,
  baselineLevel: levelField,
  ...judgedRatio,
});

/** How far the effect of one factor depends on others: a ratio of ratios; 1 where it does not. */
export const interactionSchema = z.object({
  factors: z.array(z.object({ factor: z.string(), level: levelField, baselineLevel: levelField })).min(2),
  ...judgedRatio,
});

export type Metric = z.output<typeof metricField>;
export type Verdict = z.output<typeof verdictField>;
export type Effect = z.output<typeof effectSchema>;
export type Interaction = z.output<typeof interactionSchema>;
