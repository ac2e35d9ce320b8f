import { rangeOf, type Range } from '../figure-text.ts';
import { isWithinThreshold } from '../../diagnosis/threshold.ts';
import { windowGap, type WindowGap } from '../window-gap.ts';
import type { LimitedBy } from '../../diagnosis/lawful-limit.ts';
import type { MeasuredCondition } from './measured-condition.ts';

/** Conditions whose observed throughput is below the steady state. */
export interface WindowGapFact {
  readonly kind: 'windowGap';
  readonly isInFlight: boolean;
  readonly groups: readonly {
    readonly observedPerSecond: Range;
    readonly steadyPerSecond: Range;
    /** Of the steady state. */
    readonly belowPercent: Range;
    readonly conditions: number;
  }[];
  readonly inFlightAtEnd: Range;
  readonly missing: Range;
  /** Null when the duration is not a whole number of holds in all these conditions. */
  readonly wholeHolds: {
    readonly durationMs: number;
    readonly holdMs: number;
    readonly count: number;
  } | null;
}

interface GapCondition {
  readonly measured: MeasuredCondition;
  readonly gap: WindowGap;
  readonly observed: number;
  readonly steady: number;
  readonly inFlightAtEnd: number;
}

/** Holds and durations are whole multiples of each other to this precision; durations may be scaled. */
const WHOLE_TOLERANCE = 1e-3;

/** Where observed and steady throughput differ: by what was in flight at the end, and by more than that. */
export function windowGaps(conditions: readonly MeasuredCondition[]): WindowGapFact[] {
  const gaps = conditions.flatMap(gapCondition);
  return [true, false].flatMap((isInFlight) => {
    const own = gaps.filter(({ gap }) => gap.isInFlight === isInFlight);
    return own.length === 0 ? [] : [windowGapFact(isInFlight, own)];
  });
}

function gapCondition(measured: MeasuredCondition): GapCondition[] {
  const { observedPerSecond: observed, steadyPerSecond: steady, inFlightAtEnd } = measured.figures;
  if (steady === null || inFlightAtEnd === null) return [];
  const gap = windowGap({
    observedPerSecond: observed,
    steadyPerSecond: steady,
    inFlightAtEnd,
    windowMs: measured.windowMs,
  });
  return gap === undefined ? [] : [{ measured, gap, observed, steady, inFlightAtEnd }];
}

function windowGapFact(isInFlight: boolean, gaps: readonly GapCondition[]): WindowGapFact {
  return {
    kind: 'windowGap',
    isInFlight,
    groups: groupsOf(gaps).map((group) => ({
      observedPerSecond: rangeOf(group.map(({ observed }) => observed)),
      steadyPerSecond: rangeOf(group.map(({ steady }) => steady)),
      belowPercent: rangeOf(group.map(({ gap }) => gap.belowPercent)),
      conditions: group.length,
    })),
    inFlightAtEnd: rangeOf(gaps.map(({ inFlightAtEnd }) => inFlightAtEnd)),
    missing: rangeOf(gaps.map(({ gap }) => gap.missing)),
    wholeHolds: wholeHolds(gaps),
  };
}

/** Conditions whose two throughputs are the same within the threshold, by rising throughput. */
function groupsOf(gaps: readonly GapCondition[]): GapCondition[][] {
  const groups: GapCondition[][] = [];
  for (const gap of gaps.toSorted((one, other) => one.observed - other.observed)) {
    const group = groups.find(
      ([first]) =>
        first !== undefined &&
        isWithinThreshold(gap.observed, first.observed) &&
        isWithinThreshold(gap.steady, first.steady),
    );
    if (group === undefined) groups.push([gap]);
    else group.push(gap);
  }
  return groups;
}

function wholeHolds(gaps: readonly GapCondition[]): WindowGapFact['wholeHolds'] {
  const [first] = gaps;
  if (first === undefined) return null;
  const { durationMs, law } = first.measured;
  if (law === null) return null;
  const { holdMs } = law;
  // Only where a limit made of holds was reached do requests come in batches a hold apart.
  const isSame = gaps.every(
    ({ measured }) =>
      measured.durationMs === durationMs &&
      measured.law?.hold.kind === 'constant' &&
      measured.law.holdMs === holdMs &&
      isHeld(measured.limitedBy),
  );
  const count = Math.round(durationMs / holdMs);
  const isWhole = count >= 1 && Math.abs(durationMs / holdMs - count) <= WHOLE_TOLERANCE;
  return isSame && isWhole ? { durationMs, holdMs, count } : null;
}

const isHeld = (limit: LimitedBy): boolean =>
  limit === 'offeredLoad' || limit === 'slots' || limit === 'unevenConnections';
