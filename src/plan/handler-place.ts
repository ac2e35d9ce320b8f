import type { ServerSettings, WorkerClass } from './server-settings.ts';

/** A handler as its author wrote it: `blocking` is async by its form, and blocks all the same. */
export type HandlerKind = 'async' | 'sync' | 'blocking';

/**
 * What a handler holds while it runs: nothing but a timer, one of its worker's slots, or the worker's event loop, so that
 * nothing else goes on in that worker meanwhile.
 */
export type HandlerPlace = 'timer' | 'slot' | 'eventLoop';

const PLACES: Readonly<Record<WorkerClass, Readonly<Record<HandlerKind, HandlerPlace>>>> = {
  pool: { async: 'timer', sync: 'slot', blocking: 'eventLoop' },
  gthread: { async: 'slot', sync: 'slot', blocking: 'slot' },
  sync: { async: 'slot', sync: 'slot', blocking: 'slot' },
  loop: { async: 'timer', sync: 'eventLoop', blocking: 'eventLoop' },
};

/** Where a worker class runs a handler. */
export const placeOf = (workerClass: WorkerClass, handler: HandlerKind): HandlerPlace =>
  PLACES[workerClass][handler];

/** What of a server's settings says how many handlers run at once. */
export type SlotSettings = Pick<ServerSettings, 'workerClass' | 'threads' | 'poolSize'>;

/** How many handlers that need a slot a worker of that class runs at once. */
export function slotsOf({ workerClass, threads, poolSize }: SlotSettings): number {
  const slots: Readonly<Record<WorkerClass, number>> = { pool: poolSize, gthread: threads, sync: 1, loop: 1 };
  return slots[workerClass];
}
