import type { Condition } from '../../plan/plan.ts';
import { workerClassField, type WorkerClass } from '../../plan/server-settings.ts';
import type { RunRecord } from '../../samples/run-record.ts';

/** What of a condition's server decides how many requests it can hold. */
export interface ServerSize {
  readonly workerClass: WorkerClass;
  readonly workers: number;
  /**
   * How many handlers that block can run at once in all workers; under `gthread` and `sync` it is so for all handlers.
   * Those that turn out to take no slot do more than this allows.
   */
  readonly slots: number;
}

export function serverSize({ plan: { server } }: RunRecord, condition: Condition): ServerSize {
  const workers = numberOr(condition.workers, server.workers);
  const workerClass = workerClassField.safeParse(condition.workerClass).data ?? server.workerClass;
  const slotsAWorker: Readonly<Record<WorkerClass, number>> = {
    pool: numberOr(condition.poolSize, server.poolSize),
    gthread: numberOr(condition.threads, server.threads),
    sync: 1,
    // A handler that blocks has the event loop to itself.
    loop: 1,
  };
  return { workerClass, workers, slots: workers * slotsAWorker[workerClass] };
}

const numberOr = (level: Condition[string] | undefined, otherwise: number): number =>
  typeof level === 'number' ? level : otherwise;

/** The factors that make slots, by worker class; the others of them do nothing there. */
export const SLOT_FACTORS: Readonly<Record<WorkerClass, readonly string[]>> = {
  pool: ['poolSize'],
  gthread: ['threads'],
  sync: [],
  loop: [],
};
