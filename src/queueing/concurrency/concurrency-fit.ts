import { z } from 'zod';
import { estimateSchema, type Estimate } from '../../samples/interval.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { DEVIATES_95 } from '../../statistics/distributions.ts';
import { ceilingOf } from './ceiling.ts';
import { fitModels } from './concurrency-models.ts';
import { serverProcessors } from './server-processors.ts';
import { estimateSlots, type SlotsEstimate } from './slots-estimate.ts';
import { sweepPoints } from './sweep-point.ts';
import { throughputPoints, type MeasuredPoint } from './throughput-points.ts';

const figure = z.number();
const count = z.int().nonnegative();

/**
 * What limits the throughput as connections are added: a number of slots; event loops that handlers block; processors;
 * nothing up to the most connections that were tried; work that only one can do at a time (USL).
 */
export const concurrencyCeilingField = z.enum([
  'slots',
  'blockedLoop',
  'cpu',
  'none',
  'contention',
  'undetermined',
]);

/** How well one explanation agrees with the throughputs. */
export const concurrencyModelSchema = z.object({
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
export const concurrencyPointSchema = z.object({
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
export type ConcurrencyPoint = z.output<typeof concurrencyPointSchema>;

/** What is known of the server from elsewhere, and throughputs cannot tell. */
export interface SweepEvidence {
  readonly workers?: number | undefined;
  /** A worker answers nothing else while a handler runs. */
  readonly loopBlocked?: boolean | undefined;
}

/** Fits the explanations to a sweep's trials and says which the data prefer. Without trials it is undetermined. */
export function fitConcurrency(trials: readonly TrialRecord[], evidence: SweepEvidence = {}): ConcurrencyFit {
  const { points, spoilt } = sweepPoints(trials);
  const notes = spoilt.map(
    ({ connections, because }) => `the trial on ${connections} connections was left out: ${because}`,
  );
  const estimate = estimateSlots(points);
  if (estimate === undefined)
    return { ...NOTHING, reason: spoilt[0]?.because ?? 'no trial had a response', notes };
  const { sample, slots, saturated } = estimate;
  const measured = throughputPoints(estimate);
  const processors = serverProcessors(
    (saturated.length > 0 ? saturated : estimate.points.slice(-1)).map(({ point }) => point.trial),
  );
  const models = fitModels(measured, Math.max(1, Math.round(processors?.used ?? 1)));
  const verdict = ceilingOf({ estimate, measured, models, processors, spoilt, evidence });
  const curve = models.find(({ model }) => model.model === MODEL_OF[verdict.ceiling]) ?? models[0];
  const hasSlots = verdict.ceiling === 'slots' || verdict.ceiling === 'blockedLoop';
  const serviceTimeMs = withError(sample.meanMs, sample.variation / Math.sqrt(sample.total));
  const maxThroughputPerSecond = maximumOf(verdict.ceiling, estimate, measured);
  return {
    ...verdict,
    slots: hasSlots && slots !== undefined ? slots : null,
    serviceTimeMs,
    serviceVariation: sample.total < 2 ? null : sample.variation,
    maxThroughputPerSecond,
    knee:
      hasSlots && slots !== undefined
        ? { connections: slots }
        : kneeOf(verdict.ceiling, maxThroughputPerSecond, serviceTimeMs),
    models: models.map(({ model }) => model),
    points: measured.map(({ perSecond, error, ...point }) => ({
      ...point,
      throughputPerSecond: withError(perSecond, error),
      predictedPerSecond: curve?.perSecond(point.connections) ?? null,
    })),
    notes,
  };
}

const UNKNOWN: Estimate = { estimate: null, low: null, high: null };
const NOTHING: Omit<ConcurrencyFit, 'reason' | 'notes'> = {
  ceiling: 'undetermined',
  slots: null,
  serviceTimeMs: UNKNOWN,
  serviceVariation: null,
  maxThroughputPerSecond: UNKNOWN,
  knee: null,
  models: [],
  points: [],
};

const MODEL_OF: Readonly<Record<ConcurrencyFit['ceiling'], ConcurrencyModel['model'] | undefined>> = {
  slots: 'slots',
  blockedLoop: 'slots',
  cpu: 'cpu',
  none: 'none',
  contention: 'contention',
  undetermined: undefined,
};

/** @param error relative */
function withError(estimate: number, error: number): Estimate {
  const factor = Math.exp(DEVIATES_95 * error);
  return { estimate, low: estimate / factor, high: estimate * factor };
}

/** With slots all of them busy, whoever measured them; else the greatest that was seen. */
function maximumOf(
  ceiling: ConcurrencyFit['ceiling'],
  { slots, error, sample }: SlotsEstimate,
  measured: readonly MeasuredPoint[],
): Estimate {
  if ((ceiling === 'slots' || ceiling === 'blockedLoop') && slots !== undefined && error !== undefined) {
    const ofService = sample.isNearlyFixed ? sample.variation / Math.sqrt(sample.total) : 0;
    return withError((1e3 * slots.estimate) / sample.meanMs, Math.hypot(error.saturated, ofService));
  }
  const greatest = measured.reduce((most, point) => (point.perSecond > most.perSecond ? point : most));
  const found = withError(greatest.perSecond, greatest.error);
  return ceiling === 'none' ? { ...found, high: null } : found;
}

/** Where the asymptotes of few and of many connections cross (Denning & Buzen 1978): the most a second times the service time. */
function kneeOf(
  ceiling: ConcurrencyFit['ceiling'],
  { estimate: most, low, high }: Estimate,
  { estimate: service }: Estimate,
): ConcurrencyFit['knee'] {
  if (ceiling === 'none' || ceiling === 'undetermined' || most === null || service === null) return null;
  const at = (perSecond: number | null): number | null =>
    perSecond === null ? null : (perSecond * service) / 1e3;
  return { connections: { estimate: at(most), low: at(low), high: at(high) } };
}
