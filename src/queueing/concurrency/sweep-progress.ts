import type { SlotsEstimate } from './slots-estimate.ts';
import type { SweepLimits } from './sweep-limits.ts';
import type { SweepPoint } from './sweep-point.ts';

/** A sweep as far as it has come. */
export interface SweepProgress {
  readonly points: readonly SweepPoint[];
  readonly estimate: SlotsEstimate;
  /** The most connections that a trial may have: those asked for, or fewer where more spoilt a trial. */
  readonly connectionsMax: number;
  /** Why not more, where it was not asked. */
  readonly spoiltBecause: string | undefined;
  /** Trials in which nothing came back. */
  readonly empty: number;
  readonly limits: SweepLimits;
}

/** Slots that are known, however badly. */
export type KnownSlots = NonNullable<SlotsEstimate['slots']>;

/** The most connections that were tried. */
export const mostConnections = (points: readonly SweepPoint[]): number => points.at(-1)?.connections ?? 1;
