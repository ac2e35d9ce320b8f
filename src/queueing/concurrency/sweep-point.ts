import { recordedSince } from '../../samples/histogram.ts';
import type { DurationCount } from '../../samples/duration-counts.ts';
import { failedCount } from '../../samples/ledger.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { momentBefore, departuresOf, type Departures } from './departures.ts';

/** A trial as the slots are reckoned from it. */
export interface SweepPoint {
  readonly trial: TrialRecord;
  /** Those that sent something. */
  readonly connections: number;
  readonly departures: Departures;
  /** Response times of all requests that were answered. */
  readonly responseTimes: readonly DurationCount[];
  /** Every request that was sent was answered: no long ones are missing. */
  readonly isComplete: boolean;
}

/** A trial of a sweep that tells nothing, and why, as a clause. */
export interface SpoiltTrial {
  readonly connections: number;
  readonly because: string;
}

/** More of the requests than this without a good answer, and times are those of something else. */
const ERRORS_AT_MOST = 0.01;

/** Parts a sweep's trials into those that can be used, by connections, and the others. */
export function sweepPoints(trials: readonly TrialRecord[]): {
  readonly points: readonly SweepPoint[];
  readonly spoilt: readonly SpoiltTrial[];
} {
  const read = trials.map(readOnce);
  const points = read
    .filter((one): one is SweepPoint => 'trial' in one)
    .filter(({ trial }) => trial.ledger.completed > 0);
  return {
    points: points.toSorted((one, other) => one.connections - other.connections),
    spoilt: read.filter((one): one is SpoiltTrial => 'because' in one),
  };
}

/** A sweep asks for all its trials again after each, and to decode their histograms takes most of the time. */
const readBefore = new WeakMap<TrialRecord, SweepPoint | SpoiltTrial>();

function readOnce(trial: TrialRecord): SweepPoint | SpoiltTrial {
  const known = readBefore.get(trial) ?? readTrial(trial);
  readBefore.set(trial, known);
  return known;
}

function readTrial(trial: TrialRecord): SweepPoint | SpoiltTrial {
  const connections = Math.min(trial.load.connections, trial.ledger.started ?? Infinity);
  const because = whySpoilt(trial);
  if (because !== undefined) return { connections: trial.load.connections, because };
  const departures = departuresOf(trial);
  if (departures === undefined || trial.histograms === null)
    return { connections, because: 'the record has no series or no histograms' };
  const { inFlightAtEnd, timedOut } = trial.ledger;
  return {
    trial,
    connections,
    departures,
    responseTimes: recordedSince(trial.histograms.observed, undefined),
    isComplete: inFlightAtEnd === 0 && timedOut === 0,
  };
}

function whySpoilt({
  load,
  generator,
  validity,
  ledger,
  statusCodes,
  statusErrors,
}: TrialRecord): string | undefined {
  if (load.loop !== 'closed') return 'it was no closed loop';
  if (load.thinkTimeMs > 0 || load.rampMs > 0 || load.warmupMs > 0)
    return 'its connections did not all begin at once and go on without a rest';
  if (generator.wasCeiling) return 'the load generator was the ceiling';
  if (!validity.valid) return validity.reasons.join('; ');
  const refused = Object.entries(statusCodes ?? {})
    .filter(([status]) => Number(status) >= 400)
    .reduce((sum, [, count]) => sum + count, statusErrors ?? 0);
  const errors = failedCount(ledger) + ledger.timedOut + refused;
  if (errors > ERRORS_AT_MOST * (ledger.completed + errors))
    return `${errors} requests failed, timed out or were answered with an error`;
  return undefined;
}

/**
 * Until when all slots that have work at the beginning have it: in a load by requests, until fewer than `busy` are left to answer.
 * @param busy the slots, or the connections where there are fewer
 */
export function busyUntil({ trial, connections, departures }: SweepPoint, busy: number): number {
  const { requests } = trial.load;
  const end = departures.isExact ? (departures.atMs.at(-1) ?? 0) : trial.windowMs;
  const started = trial.ledger.started ?? 0;
  // Its duration ended it: there was more to send.
  if (requests === null || started < requests) return end;
  const last = started - Math.min(busy, connections);
  if (last <= 0) return 0;
  return Math.min(end, momentBefore(departures, last));
}
