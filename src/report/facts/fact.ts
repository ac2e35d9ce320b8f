import type { Condition, Level } from '../../plan/plan.ts';
import type { WorkerClass } from '../../plan/server-settings.ts';
import type { FindingKind } from '../../samples/diagnosis.ts';
import type { Effect, Interaction } from '../../samples/effect.ts';
import type { PredictedFigures } from '../../samples/prediction.ts';
import type { Range } from '../figure-text.ts';
import type { PublishedFigures } from '../published-figures.ts';

/** Something that follows from a run's figures, with those figures. */
export type Fact =
  | NothingCompletedFact
  | InvalidLeftOutFact
  | ErrorResponsesFact
  | PublishedCountsFact
  | OfferedLoadFact
  | LimitStepsFact
  | FactorEffectFact
  | FactorVerdictFact
  | InteractionFact
  | MoreInteractionsFact
  | WindowGapFact
  | NearTimeoutFact
  | LateLeftOutFact
  | UnexplainedFact;

/** Conditions in which no request came back. */
export interface NothingCompletedFact {
  readonly kind: 'nothingCompleted';
  readonly conditions: readonly Condition[];
  readonly measured: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly timedOut: number;
  /** Null where the load generator does not say. */
  readonly inFlightAtEnd: number | null;
}

/** Trials that nothing is concluded from. */
export interface InvalidLeftOutFact {
  readonly kind: 'invalidLeftOut';
  readonly invalid: number;
  readonly measured: number;
}

/** Conditions where responses had a status of 400 or above. */
export interface ErrorResponsesFact {
  readonly kind: 'errorResponses';
  /** Counts over all trials of the condition, the invalid ones included. */
  readonly cases: readonly {
    readonly condition: Condition;
    readonly completed: number;
    readonly errors: number;
    /** Those of the errors whose status is known; a load generator may tell no more than their number. */
    readonly statuses: Readonly<Record<string, number>>;
  }[];
}

/** How many conditions completed as many requests as was published, in the median of their valid trials. */
export interface PublishedCountsFact {
  readonly kind: 'publishedCounts';
  readonly equal: number;
  readonly compared: number;
  /** The same of the trials themselves: a median may hide one that is off. */
  readonly trials: { readonly equal: number; readonly compared: number };
  /** The condition that is furthest from its published count; null when all are equal. */
  readonly furthest: {
    readonly condition: Condition;
    readonly completed: number;
    readonly published: number;
  } | null;
}

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

/** What a factor did to the steady throughput where all else was equal. */
export interface FactorEffectFact {
  readonly kind: 'factorEffect';
  readonly factor: string;
  /** Those it is said of, where the factor has a part in the law of others in the run; else empty. */
  readonly workerClasses: readonly WorkerClass[];
  readonly isNothing: boolean;
  /** The pair of levels that differ most, and where. */
  readonly largest: FactorDifference;
  /** How many sets of otherwise equal conditions were compared, and in how many the factor did something. */
  readonly compared: number;
  readonly changed: number;
  /** The fewest and the most trials of a condition. */
  readonly trials: Range;
}

export interface FactorDifference {
  readonly percent: number;
  readonly from: { readonly level: Level; readonly steadyPerSecond: number };
  readonly to: { readonly level: Level; readonly steadyPerSecond: number };
  /** The levels of the other factors. */
  readonly elsewhere: Condition;
}

/** What the trials say, with intervals, that a factor did to the steady throughput. */
export interface FactorVerdictFact {
  readonly kind: 'factorVerdict';
  readonly factor: string;
  readonly margin: number;
  /** Of each level and endpoint that has an interval. */
  readonly effects: readonly Effect[];
}

/** Factors whose effects depend on each other, certainly and by more than the margin. */
export interface InteractionFact {
  readonly kind: 'interaction';
  readonly interaction: Interaction;
}

/** How many more such interactions there are than are spoken of. */
export interface MoreInteractionsFact {
  readonly kind: 'moreInteractions';
  readonly count: number;
}

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

/** Conditions where many responses came so near the time-out that milliseconds decided which of them were late. */
export interface NearTimeoutFact {
  readonly kind: 'nearTimeout';
  readonly withinPercent: number;
  /** Counts over all trials of the condition. */
  readonly cases: readonly {
    readonly condition: Condition;
    readonly timeoutMs: number;
    readonly completed: number;
    readonly near: number;
    readonly late: number;
  }[];
}

/** Conditions whose mean depends on whether the late responses count. */
export interface LateLeftOutFact {
  readonly kind: 'lateLeftOut';
  readonly timeoutMs: Range;
  readonly cases: readonly {
    readonly condition: Condition;
    readonly completed: number;
    readonly late: number;
    readonly meanMs: number;
    /** Null when all were late. */
    readonly onTimeMeanMs: number | null;
    readonly published: PublishedFigures | null;
  }[];
}

/** Trials with a figure outside what the model's replications and its allowance for overhead leave. */
export interface UnexplainedFact {
  readonly kind: 'unexplained';
  /** How many trials there was a prediction for. */
  readonly predicted: number;
  readonly cases: readonly UnexplainedTrial[];
}

export interface UnexplainedTrial {
  readonly condition: Condition;
  readonly replicate: number;
  readonly isReplicated: boolean;
  /** The figure that is furthest out, in parts of what was expected. */
  readonly figure: keyof PredictedFigures;
  readonly measured: number;
  readonly least: number;
  readonly most: number;
  readonly allowedOverheadMs: number;
  /** What the model says of it with the connections as they were spread; null where they were even. */
  readonly afterwards: {
    readonly connectionsByWorker: readonly number[];
    readonly least: number;
    readonly most: number;
    /** All figures of the trial are within that. */
    readonly explains: boolean;
  } | null;
}
