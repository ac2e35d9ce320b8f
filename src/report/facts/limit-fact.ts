import type { WorkerClass } from '../../plan/server-settings.ts';
import type { FindingKind } from '../../samples/diagnosis.ts';
import type { Range } from '../figure-text.ts';

/** An endpoint whose throughput is the offered load, connections ÷ hold, in all its conditions. */
export interface OfferedLoadFact {
  readonly kind: 'offeredLoad';
  readonly endpoint: string;
  /** Those it is said of; empty when the run has only one. */
  readonly workerClasses: readonly WorkerClass[];
  readonly connections: Range;
  readonly holdMs: Range;
  /** Holds are drawn from a distribution, so that it is their mean that counts. */
  readonly isHoldDrawn: boolean;
  readonly limitPerSecond: Range;
  readonly largestDifferencePercent: number;
  /** In place of the difference, where it is the number completed that shows the limit. */
  readonly seenInBatches: LimitStep['seenInBatches'];
  readonly conditions: number;
  /** The factors that would have let the server do more, had there been more load. */
  readonly variedCapacity: readonly string[];
}

/** An endpoint whose throughput its slots limit in some conditions, or nothing known does. */
export interface LimitStepsFact {
  readonly kind: 'limitSteps';
  readonly endpoint: string;
  readonly workerClass: WorkerClass;
  /** Whether the run has others too. */
  readonly isOneOfSeveralClasses: boolean;
  /** By rising slots, then connections. */
  readonly steps: readonly LimitStep[];
  /** Whether each step with more slots has more throughput than the one before it. */
  readonly isRising: boolean;
}

/** Conditions of an endpoint that have the same slots, load and limit. */
export interface LimitStep {
  readonly limitedBy: 'offeredLoad' | 'slots' | 'unevenConnections' | 'neither';
  /** What the diagnosis names where neither slots nor load explain it; null where it names nothing. */
  readonly instead: FindingKind | null;
  readonly workers: number;
  /** Null when the endpoint does more than they allow and so takes none. */
  readonly slots: number | null;
  readonly connections: number;
  /** How many of the connections find a slot at once. */
  readonly heldAtOnce: number;
  /** Of each trial where it was seen. */
  readonly connectionsByWorker: readonly (readonly number[])[];
  readonly holdMs: number;
  readonly isHoldDrawn: boolean;
  /** What slots and load would allow. */
  readonly limitPerSecond: number;
  readonly steadyPerSecond: Range;
  /** Where the number completed shows the limit and the steady state does not: so many whole batches. */
  readonly seenInBatches: { readonly batches: number; readonly completed: Range } | null;
  readonly conditions: number;
}
