import type { RunRecord } from '../../samples/run-record.ts';
import { rangeOf } from '../figure-text.ts';
import { publishedFigures } from '../published-figures.ts';
import type { LateLeftOutFact } from './fact.ts';
import type { MeasuredCondition } from './measured-condition.ts';

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
