import { sumOf } from './json-figures.ts';
import type { StatedFigure } from '../stated-figure.ts';
import { NOTHING_STATED, type StatedQuotient, type StatedResult } from '../stated-result.ts';

/** A request without a response has this status. */
const NO_STATUS = '0';

/** What vegeta says of any attack, whose responses are counted by their status. */
export function attack(
  requests: number,
  statuses: ReadonlyMap<string, number>,
): Omit<StatedResult, 'durationMs'> {
  const failed = statuses.get(NO_STATUS) ?? 0;
  return {
    ...NOTHING_STATED,
    tool: 'vegeta',
    loop: 'open',
    completed: Math.max(0, requests - failed),
    failed,
    errors: failed > 0 ? [{ name: 'no response', count: failed }] : [],
    sameCounts: [
      { name: 'requests', count: requests },
      { name: 'status codes', count: sumOf(statuses.values()) },
    ],
  };
}

/** Requests with a status that vegeta counts as a success. */
export function successCount(statuses: ReadonlyMap<string, number>): number {
  return sumOf([...statuses].filter(([code]) => isSuccess(code)).map(([, count]) => count));
}

const isSuccess = (code: string): boolean => Number(code) >= 200 && Number(code) < 400;

/** Go divides by zero, and JSON cannot say what comes of it: there is nothing to compare. */
export function dividedBy(
  kind: StatedQuotient['kind'],
  numerator: StatedFigure,
  denominator: StatedFigure,
  stated: StatedFigure,
): StatedQuotient[] {
  return denominator.least > 0 ? [{ kind, numerator, denominator, stated }] : [];
}
