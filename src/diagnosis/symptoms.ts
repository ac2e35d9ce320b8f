import { meanHold } from '../plan/hold.ts';
import { median } from '../samples/median.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { closedLoopLaw, type ClosedLoopLaw } from './closed-loop-law.ts';
import { coldStart, type ColdStart } from './cold-start-symptoms.ts';
import type { ConditionServer } from './condition-server.ts';
import { lawfulLimit, type LawfulLimit } from './lawful-limit.ts';
import { loadSymptoms, type LoadSymptoms } from './load-symptoms.ts';
import { memorySymptoms, type MemorySymptoms } from './memory-symptoms.ts';
import { serverSymptoms, type ServerSymptoms } from './server-symptoms.ts';
import { firstBatch, type ServiceTime } from './service-time.ts';
import { telemetrySymptoms, type TelemetrySymptoms } from './telemetry-symptoms.ts';

/** The same server under fewer connections. */
export interface LighterLoad {
  readonly connections: number;
  readonly perSecond: number;
  readonly meanMs: number;
}

/** Everything that the rules look at: what the trials of one condition show, and what is known of its server. */
export interface Symptoms {
  readonly load: LoadSymptoms;
  /** The steady state where it is known, else what came back in the window. */
  readonly perSecond: number;
  readonly server: ServerSymptoms | undefined;
  readonly telemetry: TelemetrySymptoms | undefined;
  readonly memory: MemorySymptoms | undefined;
  readonly coldStart: ColdStart | undefined;
  /** What the law of the closed loop expects; null where hold, workers or slots are not known. */
  readonly law: ClosedLoopLaw | null;
  readonly lawful: LawfulLimit;
  readonly known: ConditionServer;
  readonly service: ServiceTime | null;
  /** Throughput × service time: requests that were served at one moment, in the mean (utilisation law). */
  readonly heldAtOnce: number | null;
  /** Responses that came together one service time after the beginning. */
  readonly firstBatch: number | null;
  /** Whether requests took longer than their service; null where that is not known. */
  readonly isWaiting: boolean | null;
  /** As said, or else as seen. */
  readonly workers: number | null;
  /** Those with fewer connections, the fewest first. */
  readonly lighter: readonly LighterLoad[];
}

const UNLAWFUL: LawfulLimit = { limitedBy: 'unknown', isSeenInBatches: false };

/**
 * @param trials of one condition
 * @param known what is known of their server
 * @param lighter the same server under fewer connections
 * @returns undefined where there are no trials
 */
export function symptomsOf(
  trials: readonly TrialRecord[],
  known: ConditionServer,
  lighter: readonly LighterLoad[] = [],
): Symptoms | undefined {
  const load = loadSymptoms(trials);
  if (load === undefined) return undefined;
  // An open loop is asked for a rate: the law of the closed loop says nothing of it.
  const law = load.loop === 'closed' ? closedLoopLaw(known, trials) : null;
  const perSecond = load.steadyPerSecond ?? load.observedPerSecond;
  const server = serverSymptoms(trials);
  const cold = coldStart(trials);
  const batches = trials.map((trial) => firstBatch(trial, servedPerSecond(load, load.leastMs)));
  const batchMs = median(batches.map((batch) => batch?.ms ?? null));
  const service = serviceTime(heldFor(known, load), lighter, batchMs);
  return {
    load,
    perSecond,
    server,
    telemetry: telemetrySymptoms(trials),
    memory: memorySymptoms(trials),
    coldStart: cold,
    law,
    lawful: law === null ? UNLAWFUL : lawfulLimit(load, law),
    known,
    service,
    heldAtOnce: service && (servedPerSecond(load, service.ms) * service.ms) / 1_000,
    firstBatch: median(batches.map((batch) => batch?.count ?? null)),
    isWaiting: service && isLonger(load, service, cold),
    workers: known.workers ?? (server === undefined || server.workers === 0 ? null : server.workers),
    lighter: lighter.toSorted((one, other) => one.connections - other.connections),
  };
}

/**
 * What was served while it could be: of a load that began all at once nothing can be answered in the first service
 * time, and as many as are held at once may be caught at the end, so this is never less than the truth. Nor is it led astray by a server
 * that serves the same few connections again and again, as the estimate of the steady state is: the lesser of the two counts.
 */
function servedPerSecond(load: LoadSymptoms, serviceMs: number | null): number {
  const { completed, windowMs, observedPerSecond, loop, beginsIdle } = load;
  const steady = load.steadyPerSecond ?? Infinity;
  const isAllAtOnce = loop === 'closed' && beginsIdle && serviceMs !== null && windowMs > serviceMs * 2;
  const served = isAllAtOnce ? (completed / (windowMs - serviceMs)) * 1_000 : Infinity;
  const rate = Math.min(steady, served);
  return Number.isFinite(rate) ? rate : observedPerSecond;
}

/** An endpoint that answers sooner than this share of the hold does not hold. */
const HOLDS = 0.9;

/** The mean of the plan's hold; null where there is none, or the endpoint does not take it. */
function heldFor({ hold, hasOwnApp }: ConditionServer, { leastMs, meanMs }: LoadSymptoms): number | null {
  if (hold === null || hasOwnApp || meanHold(hold) === 0) return null;
  const seen = hold.kind === 'constant' ? leastMs : meanMs;
  return seen !== null && seen < meanHold(hold) * HOLDS ? null : meanHold(hold);
}

/** Where nothing else says it, a lighter load has the least waiting in it. */
function serviceTime(
  holdMs: number | null,
  lighter: readonly LighterLoad[],
  firstMs: number | null,
): ServiceTime | null {
  if (holdMs !== null) return { ms: holdMs, from: 'plan' };
  const seen = lighter.map(({ meanMs }) => meanMs);
  if (seen.length === 0) return firstMs === null ? null : { ms: firstMs, from: 'firstResponses' };
  const ms = Math.min(...seen);
  return firstMs === null || ms <= firstMs
    ? { ms, from: 'lighterLoad' }
    : { ms: firstMs, from: 'firstResponses' };
}

/** A request may take this much longer than its service without having waited for another: the machine's own delays. */
const LONGER = 1.2;
const DELAY_MS = 3;

/** Of the arrivals, the share that may stay behind in a second by chance. */
const BEHIND = 0.05;

/** An open loop whose requests are answered more slowly than they come. */
export function fallsBehind({
  arrivalsPerSecond,
  inFlightGrowthPerSecond,
  unsentShare,
}: LoadSymptoms): boolean {
  if (arrivalsPerSecond === null) return false;
  return (inFlightGrowthPerSecond ?? 0) > arrivalsPerSecond * BEHIND || (unsentShare ?? 0) > BEHIND;
}

/**
 * In an open loop that falls behind requests wait whatever their mean says. In a closed one the throughput says it too
 * (interactive response time law), where those that have not come back yet are in no mean. After a cold start it is what followed that
 * counts: the beginning is a finding of its own.
 */
function isLonger(load: LoadSymptoms, { ms }: ServiceTime, cold: ColdStart | undefined): boolean | null {
  const { meanMs, medianMs, loop, steadyPerSecond, connections, thinkTimeMs } = load;
  if (fallsBehind(load)) return true;
  const isLate = (time: number): boolean => time > ms * LONGER + DELAY_MS;
  if (cold !== undefined && cold.beforeMs > cold.afterMs * LONGER) return isLate(cold.afterMs);
  if (loop === 'closed' && steadyPerSecond !== null && steadyPerSecond > 0)
    return isLate((connections / servedPerSecond(load, ms)) * 1_000 - thinkTimeMs);
  // A stall of the machine is in the mean of an open loop, as all that came meanwhile waited for it; it is not in the median.
  return meanMs === null || medianMs === null ? null : isLate(Math.min(meanMs, medianMs));
}
