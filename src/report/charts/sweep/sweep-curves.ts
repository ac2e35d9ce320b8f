import { modelCurve } from '../../../queueing/concurrency/concurrency-models.ts';
import type { ConcurrencyModel } from '../../../queueing/concurrency/concurrency-fit-schema.ts';
import type { EndpointSweep } from '../../../queueing/sweep-record.ts';

/** A curve over the connections, with what is drawn of it. */
export interface SweepCurve {
  readonly name: ConcurrencyModel['model'];
  /** It is the explanation that the sweep concludes; the others are what the same throughputs would look like to another. */
  readonly isConcluded: boolean;
  readonly perSecond: (connections: number) => number;
}

/** Between which ends a curve may lie. */
export interface CurveBand {
  readonly low: (connections: number) => number;
  readonly high: (connections: number) => number;
}

/** What slots and the service time say together; null where no slots were found. */
function slotsCurve({ slots, serviceTimeMs }: EndpointSweep): SweepCurve | null {
  const [count, service] = [slots?.estimate ?? null, serviceTimeMs.estimate];
  if (count === null || service === null) return null;
  return {
    name: 'slots',
    isConcluded: true,
    perSecond: (connections) => (1e3 * Math.min(connections, count)) / service,
  };
}

/** The curve that the sweep concludes, and then the other fitted models; that nothing limits it is drawn as a bound already. */
export function sweepCurves(sweep: EndpointSweep): SweepCurve[] {
  const ofSlots = slotsCurve(sweep);
  const fitted = sweep.models
    .filter(({ model }) =>
      model === 'slots' ? ofSlots === null : model !== 'none' || sweep.ceiling === 'none',
    )
    .map((model) => ({
      name: model.model,
      isConcluded: model.model === sweep.ceiling,
      perSecond: modelCurve(model),
    }));
  return [...(ofSlots === null ? [] : [ofSlots]), ...fitted].toSorted(
    (one, other) => Number(other.isConcluded) - Number(one.isConcluded),
  );
}

/** Of the slots' curve: the ends of the intervals of slots and service time together; null where an end is missing. */
export function slotsBand({ slots, serviceTimeMs }: EndpointSweep): CurveBand | null {
  const { low, high } = serviceTimeMs;
  if (slots === null || slots.low === null || slots.high === null || low === null || high === null)
    return null;
  const [least, most] = [slots.low, slots.high];
  return {
    low: (connections) => (1e3 * Math.min(connections, least)) / high,
    high: (connections) => (1e3 * Math.min(connections, most)) / low,
  };
}

/**
 * The asymptotic bounds of a closed loop without think time: X ≤ N/S and X ≤ Xmax (Denning & Buzen 1978); the mean response time is N/X by
 * Little's law, so that it is at least S, and N/Xmax.
 */
export interface SweepBounds {
  /** S, in milliseconds. */
  readonly serviceMs: number;
  /** Xmax; null: no ceiling was met. */
  readonly mostPerSecond: number | null;
}

export function sweepBounds({
  ceiling,
  serviceTimeMs,
  maxThroughputPerSecond,
}: EndpointSweep): SweepBounds | null {
  if (serviceTimeMs.estimate === null) return null;
  const isMet = ceiling !== 'none' && ceiling !== 'undetermined';
  return { serviceMs: serviceTimeMs.estimate, mostPerSecond: isMet ? maxThroughputPerSecond.estimate : null };
}
