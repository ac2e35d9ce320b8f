import type { Ledger } from './trial-record.ts';

/** Requests that failed, of whatever kind. */
export function failedCount({ failed }: Pick<Ledger, 'failed'>): number {
  return Object.values(failed).reduce((sum, count) => sum + count, 0);
}

/** Requests whose end is in the ledger; equal to those started when it balances. */
export function accountedCount(ledger: Ledger): number {
  return ledger.completed + ledger.timedOut + failedCount(ledger) + ledger.inFlightAtEnd;
}
