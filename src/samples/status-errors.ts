import type { TrialRecord } from './trial-record.ts';

type StatusCodes = Readonly<Record<string, number>>;

const FIRST_ERROR_STATUS = 400;

/** The responses that say the server could or would not do what was asked, by their status. */
export function errorStatuses(statusCodes: StatusCodes): StatusCodes {
  return Object.fromEntries(
    Object.entries(statusCodes).filter(([status]) => Number(status) >= FIRST_ERROR_STATUS),
  );
}

/** How many responses have a status of 400 or above; null where the generator does not say. */
export function statusErrorCount({
  statusCodes,
  statusErrors,
}: Pick<TrialRecord, 'statusCodes' | 'statusErrors'>): number | null {
  return statusCodes === null ? statusErrors : countOf(errorStatuses(statusCodes));
}

/** All of them together. */
export function countOf(statusCodes: StatusCodes): number {
  return Object.values(statusCodes).reduce((sum, count) => sum + count, 0);
}

/** The counts of several trials or conditions together. */
export function sumStatusCodes(several: readonly StatusCodes[]): StatusCodes {
  const total: Record<string, number> = {};
  for (const [status, count] of several.flatMap((statusCodes) => Object.entries(statusCodes)))
    total[status] = (total[status] ?? 0) + count;
  return total;
}
