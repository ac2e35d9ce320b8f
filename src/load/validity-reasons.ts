import { accountedCount, begunCount, dueCount, failedCount, unsentCount } from '../samples/ledger.ts';
import type { Arrivals, Ledger, TrialRecord } from '../samples/trial-record.ts';
import type { Milliseconds } from '../units.ts';
import type { LoadResult } from './run-load.ts';

/** What a trial's validity is judged by. */
interface Judged {
  result: LoadResult;
  windowMs: Milliseconds;
  /** Infinity where a number of requests was to end the window. */
  planned: Milliseconds;
  ledger: Ledger;
  arrivals: Arrivals | null;
  connections: TrialRecord['connections'];
  statusCodes: TrialRecord['statusCodes'];
}

/** Why a measurement cannot be trusted, as far as the load itself shows it. */
export function validityReasons(judged: Judged): string[] {
  const { result, windowMs, planned, ledger, arrivals, connections, statusCodes } = judged;
  return [
    ...stopReasons(result, windowMs, planned),
    ...ledgerReasons(ledger, arrivals, statusCodes),
    ...connectionReasons(connections),
  ];
}

function stopReasons({ stopped }: LoadResult, windowMs: number, durationMs: number): string[] {
  if (!stopped) return [];
  if (windowMs === 0) return ['stopped before the measurement window'];
  const planned = Number.isFinite(durationMs) ? ` of ${durationMs} ms` : '';
  return [`stopped after ${windowMs.toFixed(0)} ms${planned}`];
}

function connectionReasons({ used, neverOpened }: TrialRecord['connections']): string[] {
  return neverOpened > 0 ? [`${neverOpened} of ${used} connections did not open`] : [];
}

function ledgerReasons(
  ledger: Ledger,
  arrivals: Arrivals | null,
  statusCodes: TrialRecord['statusCodes'],
): string[] {
  const reasons: string[] = [];
  const [begun, accounted] = [begunCount(ledger), accountedCount(ledger)];
  if (accounted !== begun)
    reasons.push(`the ledger does not balance: ${begun} started, ${accounted} accounted for`);
  if (arrivals !== null) {
    const [due, seen] = [dueCount(arrivals), ledger.started + unsentCount(arrivals)];
    if (due !== seen) reasons.push(`the arrivals do not balance: ${due} were due, ${seen} accounted for`);
  }
  const failed = failedCount(ledger);
  if (ledger.completed === 0 && failed > 0)
    reasons.push(failed === begun ? 'every request failed' : 'no request completed');
  const statuses = Object.keys(statusCodes);
  if (statuses.length > 0 && statuses.every((status) => Number(status) >= 400))
    reasons.push(`every response was an error (status ${statuses.join(', ')})`);
  return reasons;
}
