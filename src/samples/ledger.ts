import type { Arrivals, Ledger } from './ledger-schema.ts';

/** Where a larger share than this is given up or fails, cycles are no longer made of responses. */
const NEGLIGIBLE_LOSS = 0.01;

/** Requests that failed, of whatever kind. */
export function failedCount({ failed }: Pick<Ledger, 'failed'>): number {
  return Object.values(failed).reduce((sum, count) => sum + count, 0);
}

/** Requests that the ledger has to account for: in flight when the window started, or started in it. */
export function begunCount({ inFlightAtStart, started }: Ledger): number | null {
  return inFlightAtStart === null || started === null ? null : inFlightAtStart + started;
}

/** Requests whose end is in the ledger; equal to those begun when it balances. */
export function accountedCount(ledger: Ledger): number | null {
  const { completed, timedOut, inFlightAtEnd } = ledger;
  return inFlightAtEnd === null ? null : completed + timedOut + failedCount(ledger) + inFlightAtEnd;
}

/** Whether so many were given up or failed that cycles are no longer made of responses. */
export function losesMany(ledger: Ledger): boolean {
  const begun = begunCount(ledger);
  return begun !== null && ledger.timedOut + failedCount(ledger) > begun * NEGLIGIBLE_LOSS;
}

/** Arrivals that were due: before the window and still unsent then, or within it. */
export function dueCount({ unsentAtStart, scheduled }: Arrivals): number {
  return unsentAtStart + scheduled;
}

/** Arrivals that no request was started for. */
export function unsentCount({ skipped, gaveUpWaiting, unsentAtEnd }: Arrivals): number {
  return skipped + gaveUpWaiting + unsentAtEnd;
}
