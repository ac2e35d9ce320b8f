import type { ClassSize, WorkerClassPolicy } from './policy.ts';

/** A plain Node server: everything on the event loop, which a handler that blocks holds up for all. */
export function loop(_size: ClassSize): WorkerClassPolicy {
  return {
    slots: null,
    threads: 0,
    placement: {
      async: { where: 'eventLoop', needsSlot: false },
      sync: { where: 'eventLoop', needsSlot: false },
    },
    idleThreadsNote: 'every handler runs on the event loop of its worker',
  };
}
