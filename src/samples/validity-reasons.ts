import { accountedCount, begunCount, dueCount, failedCount, unsentCount } from './ledger.ts';
import type { Generator } from './generator-schema.ts';
import type { Arrivals, Ledger } from './ledger-schema.ts';
import type { TrialRecord } from './trial-record.ts';
import type { Milliseconds } from '../units.ts';

/** What a trial's validity is judged by. */
interface Judged {
  /** Somebody ended the window before its time. */
  stopped: boolean;
  windowMs: Milliseconds;
  /** Infinity where a number of requests was to end the window. */
  planned: Milliseconds;
  ledger: Ledger;
  arrivals: Arrivals | null;
  connections: TrialRecord['connections'];
  statusCodes: TrialRecord['statusCodes'];
  statusErrors: TrialRecord['statusErrors'];
  generator: Pick<Generator, 'threads' | 'wasCeiling'>;
  /** 99 of 100 requests started within so long of when they were due; null where that is not known. */
  scheduleLagP99Ms: number | null;
}

/** Why a measurement cannot be trusted, as far as the load itself shows it. */
export function validityReasons(judged: Judged): string[] {
  return [
    ...stopReasons(judged),
    ...balanceReasons(judged),
    ...outcomeReasons(judged),
    ...connectionReasons(judged.connections),
    ...generatorReasons(judged),
  ];
}

/** A generator that sends by a schedule and keeps to it this well is not held up, however busy it is with waiting. */
const PUNCTUAL_MS = 2;

function generatorReasons({ generator, arrivals, scheduleLagP99Ms }: Judged): string[] {
  const isPunctual = arrivals !== null && scheduleLagP99Ms !== null && scheduleLagP99Ms <= PUNCTUAL_MS;
  if (!generator.wasCeiling || isPunctual) return [];
  const busiest = Math.max(...generator.threads.map(({ busyShare }) => busyShare));
  return [
    `the load generator was the ceiling: a thread of it ran, or waited for a processor, for ${Math.floor(busiest * 100)} % of the window`,
  ];
}

function stopReasons({ stopped, windowMs, planned }: Judged): string[] {
  if (!stopped) return [];
  if (windowMs === 0) return ['stopped before the measurement window'];
  const extent = Number.isFinite(planned) ? ` of ${planned} ms` : '';
  return [`stopped after ${windowMs.toFixed(0)} ms${extent}`];
}

function connectionReasons(connections: TrialRecord['connections']): string[] {
  if (connections === null || connections.neverOpened === 0) return [];
  return [`${connections.neverOpened} of ${connections.used} connections did not open`];
}

/** What is not known cannot be out of balance. */
function balanceReasons({ ledger, arrivals }: Judged): string[] {
  const reasons: string[] = [];
  const [begun, accounted] = [begunCount(ledger), accountedCount(ledger)];
  if (begun !== null && accounted !== null && accounted !== begun)
    reasons.push(`the ledger does not balance: ${begun} started, ${accounted} accounted for`);
  if (arrivals !== null && ledger.started !== null) {
    const [due, seen] = [dueCount(arrivals), ledger.started + unsentCount(arrivals)];
    if (due !== seen) reasons.push(`the arrivals do not balance: ${due} were due, ${seen} accounted for`);
  }
  return reasons;
}

function outcomeReasons({ ledger, statusCodes, statusErrors }: Judged): string[] {
  const reasons: string[] = [];
  const failed = failedCount(ledger);
  if (ledger.completed === 0 && failed > 0)
    reasons.push(failed === begunCount(ledger) ? 'every request failed' : 'no request completed');
  const statuses = Object.keys(statusCodes ?? {});
  if (statuses.length > 0 && statuses.every((status) => Number(status) >= 400))
    reasons.push(`every response was an error (status ${statuses.join(', ')})`);
  if (ledger.completed > 0 && statusErrors === ledger.completed)
    reasons.push('every response was an error (a status of 400 or above)');
  return reasons;
}
