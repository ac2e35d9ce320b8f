import type { Condition } from '../../plan/plan.ts';
import type { RunRecord } from '../../samples/run-record.ts';
import { rangeOf, type Range } from '../figure-text.ts';
import { publishedFigures, type PublishedFigures } from '../published-figures.ts';
import type { MeasuredCondition } from './measured-condition.ts';

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

/** The means that change when late responses are left out, as wrk does; most late ones first. */
export function lateLeftOut(run: RunRecord, conditions: readonly MeasuredCondition[]): LateLeftOutFact[] {
  const late = conditions
    .flatMap(({ condition, timeoutMs, figures }) => {
      const { completed, completedLate, meanMs, onTimeMeanMs } = figures;
      const published = publishedFigures(run, condition);
      // A generator that does not record the late ones knows no mean over all.
      if (completedLate === null || completedLate === 0 || meanMs === null) return [];
      const own = { condition, completed, late: completedLate, meanMs, onTimeMeanMs, published };
      return [{ own, timeoutMs }];
    })
    .toSorted((one, other) => other.own.late - one.own.late);
  if (late.length === 0) return [];
  return [
    {
      kind: 'lateLeftOut',
      timeoutMs: rangeOf(late.map(({ timeoutMs }) => timeoutMs)),
      cases: late.map(({ own }) => own),
    },
  ];
}
