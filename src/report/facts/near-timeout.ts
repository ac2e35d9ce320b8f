import type { Condition } from '../../plan/plan.ts';
import { countBetween } from '../../samples/histogram.ts';
import { milliseconds, millisecondsToMicroseconds } from '../../units.ts';
import type { MeasuredCondition } from './measured-condition.ts';

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

/** A response this near the time-out, as a share of it, is late or on time by chance. */
const NEAR = 0.01;
/** Fewer than this share of the responses change no figure that anybody looks at. */
const WORTH_SAYING = 0.05;

/**
 * Conditions where many responses came so near the time-out that the machine's own delays decide what is late.
 * Only trials that waited for late responses and kept how long they took can tell: one that gives up at the time-out
 * has none.
 */
export function nearTimeout(conditions: readonly MeasuredCondition[]): NearTimeoutFact[] {
  const cases = conditions.flatMap(({ condition, trials, timeoutMs }) => {
    const waited = trials.flatMap(({ load, ledger, histograms }) =>
      load.timeoutPolicy === 'wait' && histograms !== null && ledger.completedLate !== null
        ? [{ observed: histograms.observed, completed: ledger.completed, late: ledger.completedLate }]
        : [],
    );
    const sum = (of: (trial: (typeof waited)[number]) => number): number =>
      waited.reduce((total, trial) => total + of(trial), 0);
    const at = (share: number) => millisecondsToMicroseconds(milliseconds(timeoutMs * share));
    const near = sum(({ observed }) => countBetween(observed, at(1 - NEAR), at(1 + NEAR)));
    const completed = sum((trial) => trial.completed);
    const late = sum((trial) => trial.late);
    return near > completed * WORTH_SAYING ? [{ condition, timeoutMs, completed, near, late }] : [];
  });
  return cases.length === 0 ? [] : [{ kind: 'nearTimeout', withinPercent: NEAR * 100, cases }];
}
