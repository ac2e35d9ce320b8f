import type { Condition } from '../plan/plan.ts';
import { failedCount } from '../samples/ledger.ts';
import type { RunRecord, StoredRun } from '../samples/run-record.ts';
import type { WarmUp } from '../samples/series-schema.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { trialsByCondition, type ConditionTrials } from '../samples/condition-trials.ts';
import { median } from '../samples/median.ts';
import { publishedFigures, type PublishedFigures } from './published-figures.ts';
import { outsideGeneratorText } from './outside-generator-text.ts';
import { statusErrorCount } from '../samples/status-errors.ts';
import { isWithinThreshold } from '../diagnosis/threshold.ts';

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
  /** Over all requests, those without a response too; over those with one where the load generator knows no others. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Where a quantile is null: it is known only to be longer than this. */
  readonly p50BeyondMs: number | null;
  readonly p99BeyondMs: number | null;
  /** Over all completed requests, the late ones included. */
  readonly meanMs: number | null;
  /** Over those that were not late: what wrk's mean is. */
  readonly onTimeMeanMs: number | null;
  /** Where a mean is null: it is known only to be longer than this. */
  readonly beyondMs: number | null;
}

/** When one of a condition's trials settled. */
export interface TrialWarmUp extends WarmUp {
  readonly replicate: number;
}

export interface RunRow {
  readonly condition: Condition;
  /** How many trials the figures come from: the valid ones, or the invalid ones when there are no others. */
  readonly trials: number;
  readonly isValid: boolean;
  /** For each invalid trial, what spoilt it. */
  readonly invalid: readonly { readonly replicate: number; readonly reasons: readonly string[] }[];
  /** Null when it has not been measured. */
  readonly loop: TrialRecord['load']['loop'] | null;
  /** In one of the trials the quantiles over all requests are others than those over the ones that were answered. */
  readonly isCensored: boolean;
  /** Of the trials that the figures come from. */
  readonly warmUps: readonly TrialWarmUp[];
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
    loop: trials[0]?.load.loop ?? null,
    isCensored: trials.some(isCensored),
    warmUps: trials.flatMap(({ warmUp, order }) =>
      warmUp === null ? [] : [{ ...warmUp, replicate: order.replicate }],
    ),
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
  const [p50, p99] = [quantileFigure(trials, 'p50'), quantileFigure(trials, 'p99')];
  return {
    completed: known(({ ledger }) => ledger.completed),
    completedLate: maybe(({ ledger }) => ledger.completedLate),
    timedOut: known(({ ledger }) => ledger.timedOut),
    failed: known(({ ledger }) => failedCount(ledger)),
    statusErrors: maybe(statusErrorCount),
    inFlightAtEnd: maybe(({ ledger }) => ledger.inFlightAtEnd),
    observedPerSecond: known(({ throughput }) => throughput.completedPerSecond),
    steadyPerSecond: maybe(({ throughput }) => throughput.steadyStatePerSecond),
    p50Ms: p50.ms,
    p99Ms: p99.ms,
    p50BeyondMs: p50.beyondMs,
    p99BeyondMs: p99.beyondMs,
    meanMs: overAll(({ responseTimeMs }) => responseTimeMs.observed.mean),
    onTimeMeanMs: maybe(({ responseTimeMs }) => responseTimeMs.onTime.mean),
    beyondMs: maybe(({ responseTimeMs }) => responseTimeMs.observed.beyondMs),
  };
}

function isCensored({ responseTimeMs: { censored, observed } }: TrialRecord): boolean {
  if (censored === null || censored.unanswered + censored.failed === 0) return false;
  return (['p50', 'p99'] as const).some((name) => {
    const [over, answered] = [censored[name].estimate, observed[name]];
    return over === null || answered === null || !isWithinThreshold(answered, over);
  });
}

/** A quantile, or what it is known to be longer than; null where neither is known. */
interface QuantileFigure {
  readonly ms: number | null;
  readonly beyondMs: number | null;
}

/** The median of a quantile over trials, of which some may know only that it is beyond their data: longer than all. */
function quantileFigure(trials: readonly TrialRecord[], name: 'p50' | 'p99'): QuantileFigure {
  if (trials.some(hasUnknownTimes)) return { ms: null, beyondMs: null };
  const known = trials
    .map((trial) => quantileOf(trial, name))
    .filter(({ ms, beyondMs }) => ms !== null || beyondMs !== null);
  const middle = median(known.map(({ ms }) => ms ?? Infinity));
  return middle === Infinity
    ? { ms: null, beyondMs: median(known.map(({ ms, beyondMs }) => ms ?? beyondMs)) }
    : { ms: middle, beyondMs: null };
}

function quantileOf({ responseTimeMs }: TrialRecord, name: 'p50' | 'p99'): QuantileFigure {
  const { observed, censored } = responseTimeMs;
  return censored === null
    ? { ms: observed[name], beyondMs: observed.beyondMs }
    : { ms: censored[name].estimate, beyondMs: censored.beyondMs };
}

/** Where there were late responses, and the generator does not record how long those took. */
function hasUnknownTimes({ ledger, responseTimeMs }: TrialRecord): boolean {
  return ledger.completed > 0 && responseTimeMs.observed.mean === null;
}
