import type { RunRecord } from '../../samples/run-record.ts';
import { rangeOf } from '../figure-text.ts';
import { publishedFigures } from '../published-figures.ts';
import type { LateLeftOutFact } from './fact.ts';
import type { MeasuredCondition } from './measured-condition.ts';

/** The means that change when late responses are left out, as wrk does; most late ones first. */
export function lateLeftOut(run: RunRecord, conditions: readonly MeasuredCondition[]): LateLeftOutFact[] {
  const late = conditions
    .filter(({ figures }) => figures.completedLate > 0)
    .toSorted((one, other) => other.figures.completedLate - one.figures.completedLate);
  if (late.length === 0) return [];
  const cases = late.flatMap(({ condition, figures }) => {
    const { completed, completedLate, meanMs, onTimeMeanMs } = figures;
    const published = publishedFigures(run, condition);
    return meanMs === null
      ? []
      : [{ condition, completed, late: completedLate, meanMs, onTimeMeanMs, published }];
  });
  return [{ kind: 'lateLeftOut', timeoutMs: rangeOf(late.map(({ timeoutMs }) => timeoutMs)), cases }];
}
