import { z } from 'zod';
import { estimateSchema } from '../../samples/interval.ts';

const figure = z.number();
const count = z.int().nonnegative();

/**
 * What limits the throughput as connections are added: a number of slots; event loops that handlers block; processors;
 * nothing up to the most connections that were tried; work that only one can do at a time (USL).
 */
const concurrencyCeilingField = z.enum(['slots', 'blockedLoop', 'cpu', 'none', 'contention', 'undetermined']);

/** How well one explanation agrees with the throughputs. */
const concurrencyModelSchema = z.object({
  model: z.enum(['slots', 'cpu', 'none', 'contention']),
  parameters: z.record(z.string(), figure).describe('By name, with the unit'),
  parameterCount: count,
  logLikelihood: figure,
  criterion: figure.describe(
    'BIC (Schwarz 1978): parameters × ln(points) − 2 × log-likelihood; less is better',
  ),
  weight: figure.describe('exp(−criterion/2) over the sum of all: how much the data prefer it'),
});

/** One number of connections, all valid trials of it together. */
const concurrencyPointSchema = z.object({
  connections: count,
  trials: count,
  completed: count,
  windowMs: figure,
  throughputPerSecond: estimateSchema,
  meanResponseTimeMs: figure.nullable(),
  p99ResponseTimeMs: figure.nullable(),
  predictedPerSecond: figure.nullable().describe('By the preferred model'),
});

/** What a sweep says of a server. An end of an interval that the data do not reach is null. */
export const concurrencyFitSchema = z.object({
  ceiling: concurrencyCeilingField,
  reason: z.string().describe('Why this ceiling, or why none can be told; a clause'),
  slots: estimateSchema
    .nullable()
    .describe('How many requests are served at once; null: no such limit is seen'),
  serviceTimeMs: estimateSchema.describe('The mean of one request with nobody before it'),
  serviceVariation: figure.nullable().describe('The standard deviation of service times over their mean'),
  maxThroughputPerSecond: estimateSchema.describe('With no ceiling: the greatest seen, and no upper end'),
  knee: z
    .object({ connections: estimateSchema })
    .nullable()
    .describe('From more connections than these on requests wait'),
  models: z.array(concurrencyModelSchema).describe('The preferred one first'),
  points: z.array(concurrencyPointSchema).describe('By connections'),
  notes: z.array(z.string()).describe('What of the trials was left out or is in doubt; each a clause'),
});

export type ConcurrencyFit = z.output<typeof concurrencyFitSchema>;
export type ConcurrencyModel = z.output<typeof concurrencyModelSchema>;
