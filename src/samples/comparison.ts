import { z } from 'zod';
import { conditionSchema, levelField } from '../plan/plan.ts';
import { metricField, verdictField } from './effect.ts';
import { estimateSchema } from './interval.ts';

/** Version of the comparison's form; a change that breaks readers raises it. */
export const COMPARISON_SCHEMA = 'loadstone.comparison/1';

const count = z.int().nonnegative();
const maybe = z.number().nullable();

/** One of the two that are compared: a run, or one level of a run's interleaved factor. */
const sideSchema = z.object({
  run: z.string(),
  startedAt: z.iso.datetime(),
  level: levelField.nullable().describe('Of the factor whose levels were interleaved; null: the whole run'),
});

const comparedMetricSchema = z.object({
  metric: metricField,
  a: estimateSchema.describe('Geometric mean over the valid trials'),
  b: estimateSchema,
  ratio: estimateSchema.describe('b over a'),
  pValue: maybe.describe('That the ratio is 1, two-sided, corrected for all comparisons (Holm)'),
  equivalencePValue: maybe.describe('That the ratio is outside the margin: two one-sided tests'),
  verdict: verdictField,
});

const comparedConditionSchema = z.object({
  condition: conditionSchema,
  trials: z.object({ a: count, b: count }).describe('The valid ones that have figures'),
  metrics: z.array(comparedMetricSchema),
  verdict: verdictField.describe('slower where one metric is, faster where one is and none is slower'),
  missing: z
    .enum(['tooFewTrials', 'noFigures'])
    .nullable()
    .describe('Why there is no verdict: it takes two valid trials a side, and figures in them'),
});

/** Two runs, or two targets that one run measured in turn, condition by condition: what `compare --json` writes. */
export const comparisonSchema = z.object({
  schema: z.literal(COMPARISON_SCHEMA),
  a: sideSchema,
  b: sideSchema,
  isPaired: z.boolean().describe('Trial by trial, each with the one measured next to it'),
  margin: z.number().positive().describe('Up to this a ratio counts as equivalent: 0.05 is 5 %'),
  conditions: z.array(comparedConditionSchema),
  onlyIn: z.object({ a: z.array(conditionSchema), b: z.array(conditionSchema) }),
  invalidTrials: z.object({ a: count, b: count }).describe('Left out'),
  differences: z
    .array(z.string())
    .describe('What else differs between the two, so that a verdict may be of that; each a clause'),
});

export type Comparison = z.output<typeof comparisonSchema>;
export type ComparedCondition = Comparison['conditions'][number];
export type ComparedMetric = ComparedCondition['metrics'][number];
