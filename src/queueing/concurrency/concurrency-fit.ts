import type { Estimate } from '../../samples/interval.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { DEVIATES_95 } from '../../statistics/distributions.ts';
import { ceilingOf, type SweepEvidence } from './ceiling.ts';
import type { ConcurrencyFit, ConcurrencyModel } from './concurrency-fit-schema.ts';
import { fitModels } from './concurrency-models.ts';
import { serverProcessors } from './server-processors.ts';
import { estimateSlots, type SlotsEstimate } from './slots-estimate.ts';
import { sweepPoints } from './sweep-point.ts';
import { throughputPoints, type MeasuredPoint } from './throughput-points.ts';

/** Fits the explanations to a sweep's trials and says which the data prefer. Without trials it is undetermined. */
export function fitConcurrency(trials: readonly TrialRecord[], evidence: SweepEvidence = {}): ConcurrencyFit {
  const { points, spoilt } = sweepPoints(trials);
  const notes = spoilt.map(
    ({ connections, because }) => `the trial on ${connections} connections was left out: ${because}`,
  );
  const estimate = estimateSlots(points);
  if (estimate === undefined)
    return { ...NOTHING, reason: spoilt[0]?.because ?? 'no trial had a response', notes };
  if ((points[0]?.connections ?? 0) > 1)
    return { ...NOTHING, reason: 'no trial had one connection alone, which shows the service time', notes };
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
