import type { Condition } from '../plan/plan.ts';
import { failedCount } from '../samples/ledger.ts';
import type { RunRecord, StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { trialsByCondition, type ConditionTrials } from '../samples/condition-trials.ts';
import { median } from './median.ts';
import { publishedFigures, type PublishedFigures } from './published-figures.ts';
import { outsideGeneratorText } from './outside-generator-text.ts';
import { statusErrorCount } from './status-errors.ts';

/**
 * The figures of one condition: of its one trial, or the median of each over its trials. Null is what is not known:
 * no response can say it, or the load generator does not.
 */
export interface RowFigures {
  readonly completed: number;
  readonly completedLate: number | null;
  readonly timedOut: number;
  readonly failed: number;
  /** Of the completed, those with a status of 400 or above. */
  readonly statusErrors: number | null;
  readonly inFlightAtEnd: number | null;
  readonly observedPerSecond: number;
  readonly steadyPerSecond: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Over all completed requests, the late ones included. */
  readonly meanMs: number | null;
  /** Over those that were not late: what wrk's mean is. */
  readonly onTimeMeanMs: number | null;
  /** Where a response time is null: it is known only to be longer than this. */
  readonly beyondMs: number | null;
}

export interface RunRow {
  readonly condition: Condition;
  /** How many trials the figures come from: the valid ones, or the invalid ones when there are no others. */
  readonly trials: number;
  readonly isValid: boolean;
  /** For each invalid trial, what spoilt it. */
  readonly invalid: readonly { readonly replicate: number; readonly reasons: readonly string[] }[];
  /** Null when the condition has not been measured. */
  readonly figures: RowFigures | null;
  readonly published: PublishedFigures | null;
}

/** A run as rows of figures, without a word about them. */
export interface RunTable {
  readonly run: RunRecord;
  readonly factors: readonly string[];
  readonly rows: readonly RunRow[];
  readonly trialsMeasured: number;
  readonly trialsPlanned: number;
  /** Those that are not Loadstone's own, with their versions. */
  readonly outsideGenerators: readonly string[];
}

export function runTable(stored: StoredRun): RunTable {
  const { run, trials } = stored;
  const conditions = trialsByCondition(stored);
  return {
    run,
    factors: [...new Set(conditions.flatMap(({ condition }) => Object.keys(condition)))],
    rows: conditions.map((condition) => runRow(run, condition)),
    trialsMeasured: trials.length,
    trialsPlanned: run.plan.conditions.length * run.plan.replicates,
    outsideGenerators: [...new Set(trials.map(outsideGeneratorText).filter((name) => name !== ''))],
  };
}

function runRow(run: RunRecord, { condition, valid, invalid }: ConditionTrials): RunRow {
  const trials = valid.length > 0 ? valid : invalid;
  return {
    condition,
    trials: trials.length,
    isValid: valid.length > 0 || invalid.length === 0,
    invalid: invalid.map(({ order, validity }) => ({
      replicate: order.replicate,
      reasons: validity.reasons,
    })),
    figures: trials.length === 0 ? null : rowFigures(trials),
    published: publishedFigures(run, condition),
  };
}

/** The median of each figure over at least one trial. */
export function rowFigures(trials: readonly TrialRecord[]): RowFigures {
  const known = (figure: (trial: TrialRecord) => number): number => median(trials.map(figure)) ?? 0;
  const maybe = (figure: (trial: TrialRecord) => number | null): number | null => median(trials.map(figure));
  // A median over only those trials that had no late response would be too low.
  const overAll: typeof maybe = trials.some(hasUnknownTimes) ? () => null : maybe;
  return {
    completed: known(({ ledger }) => ledger.completed),
    completedLate: maybe(({ ledger }) => ledger.completedLate),
    timedOut: known(({ ledger }) => ledger.timedOut),
    failed: known(({ ledger }) => failedCount(ledger)),
    statusErrors: maybe(statusErrorCount),
    inFlightAtEnd: maybe(({ ledger }) => ledger.inFlightAtEnd),
    observedPerSecond: known(({ throughput }) => throughput.completedPerSecond),
    steadyPerSecond: maybe(({ throughput }) => throughput.steadyStatePerSecond),
    p50Ms: overAll(({ responseTimeMs }) => responseTimeMs.observed.p50),
    p99Ms: overAll(({ responseTimeMs }) => responseTimeMs.observed.p99),
    meanMs: overAll(({ responseTimeMs }) => responseTimeMs.observed.mean),
    onTimeMeanMs: maybe(({ responseTimeMs }) => responseTimeMs.onTime.mean),
    beyondMs: maybe(({ responseTimeMs }) => responseTimeMs.observed.beyondMs),
  };
}

/** Where there were late responses, and the generator does not record how long those took. */
function hasUnknownTimes({ ledger, responseTimeMs }: TrialRecord): boolean {
  return ledger.completed > 0 && responseTimeMs.observed.mean === null;
}
