import type { ClassSize, WorkerClassPolicy } from './policy.ts';

/** gunicorn's sync worker: one request at a time, and the whole worker waits for it. */
export function sync(_size: ClassSize): WorkerClassPolicy {
  return {
    slots: 1,
    threads: 0,
    placement: {
      async: { where: 'turnOfLoop', needsSlot: true },
      sync: { where: 'turnOfLoop', needsSlot: true },
    },
    idleThreadsNote: 'a worker handles one request at a time',
  };
}
