import { meanHold, type Hold } from '../plan/hold.ts';
import type { WorkerClass } from '../plan/server-settings.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { median } from '../samples/median.ts';
import { workerConnections } from '../samples/worker-connections.ts';
import type { ConditionServer } from './condition-server.ts';
import { wholeBatches } from './whole-batches.ts';

/** What the law of the closed loop expects of a condition, where its server is known well enough. */
export interface ClosedLoopLaw {
  readonly workerClass: WorkerClass;
  readonly workers: number;
  readonly slotsAWorker: number;
  /** How many blocking handlers can run at once in all workers; null when the endpoint is seen to take none. */
  readonly slots: number | null;
  /**
   * How many of the connections find a slot at once: fewer than there are of both where the connections went to
   * workers that had no slots left for them. The median over the trials.
   */
  readonly heldAtOnce: number;
  /** Slots stay free while requests wait elsewhere. */
  readonly isUneven: boolean;
  /** Of each trial where it was seen: how many connections each worker had. */
  readonly connectionsByWorker: readonly (readonly number[])[];
  readonly hold: Hold;
  /** Its mean. */
  readonly holdMs: number;
  /** Connections ÷ (hold + think time): with so many connections no server can do more. */
  readonly loadLimitPerSecond: number;
  /** What load and slots allow together. */
  readonly limitPerSecond: number;
  /** How many batches of requests end within the window; null where there are none, or it cannot be told. */
  readonly batches: number | null;
}

/** Connections a worker are means: a reading or two may have caught one connection less. */
const HALF_A_CONNECTION = 0.5;

/** @returns null where the hold, the workers, their slots or what the app takes is not known */
export function closedLoopLaw(
  { workerClass, workers, slotsAWorker, hold, hasOwnApp }: ConditionServer,
  trials: readonly TrialRecord[],
): ClosedLoopLaw | null {
  const [first] = trials;
  // What an app of the user's own takes is not known here.
  if (first === undefined || hasOwnApp || workerClass === null || workers === null) return null;
  if (slotsAWorker === null || hold === null) return null;
  const { connections, thinkTimeMs, rampMs, warmupMs, durationMs } = first.load;
  const holdMs = meanHold(hold);
  const loadLimitPerSecond = (connections / (holdMs + thinkTimeMs)) * 1_000;
  const slots = workers * slotsAWorker;
  const connectionsByWorker = trials.flatMap((trial) => {
    const byWorker = workerConnections(trial);
    return byWorker === undefined || byWorker.length > workers ? [] : [byWorker];
  });
  const evenly = Math.min(connections, slots);
  const heldAtOnce =
    median(connectionsByWorker.map((byWorker) => Math.min(evenly, heldBy(byWorker, slotsAWorker)))) ?? evenly;
  return {
    workerClass,
    workers,
    slotsAWorker,
    slots: Number.isFinite(slots) ? slots : null,
    heldAtOnce,
    isUneven: heldAtOnce < evenly - HALF_A_CONNECTION,
    connectionsByWorker,
    hold,
    holdMs,
    loadLimitPerSecond,
    limitPerSecond: Math.min(loadLimitPerSecond, (heldAtOnce / holdMs) * 1_000),
    // Only a load that begins with the window begins all at once.
    batches: thinkTimeMs + rampMs + warmupMs === 0 ? wholeBatches(durationMs ?? first.windowMs, hold) : null,
  };
}

/** A worker runs no more at once than it has slots, and no more than it has connections. */
export function heldBy(connectionsByWorker: readonly number[], slotsAWorker: number): number {
  return connectionsByWorker.reduce((sum, connections) => sum + Math.min(connections, slotsAWorker), 0);
}
