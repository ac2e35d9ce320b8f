import type { Arrivals, Ledger } from './trial-record.ts';

/** Where a larger share than this is given up or fails, cycles are no longer made of responses. */
export const NEGLIGIBLE_LOSS = 0.01;

/** Requests that failed, of whatever kind. */
export function failedCount({ failed }: Pick<Ledger, 'failed'>): number {
  return Object.values(failed).reduce((sum, count) => sum + count, 0);
}

/** Requests that the ledger has to account for: in flight when the window started, or started in it. */
export function begunCount({ inFlightAtStart, started }: Ledger): number {
  return inFlightAtStart + started;
}

/** Requests whose end is in the ledger; equal to those begun when it balances. */
export function accountedCount(ledger: Ledger): number {
  return ledger.completed + ledger.timedOut + failedCount(ledger) + ledger.inFlightAtEnd;
}

/** Arrivals that were due: before the window and still unsent then, or within it. */
export function dueCount({ unsentAtStart, scheduled }: Arrivals): number {
  return unsentAtStart + scheduled;
}

/** Arrivals that no request was started for. */
export function unsentCount({ skipped, gaveUpWaiting, unsentAtEnd }: Arrivals): number {
  return skipped + gaveUpWaiting + unsentAtEnd;
}
