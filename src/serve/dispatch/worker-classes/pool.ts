import type { ClassSize, WorkerClassPolicy } from './policy.ts';

/** FastAPI under gunicorn's UvicornWorker: what is async shares the event loop, what blocks has a pool of threads. */
export function pool({ poolSize }: ClassSize): WorkerClassPolicy {
  return {
    slots: poolSize,
    threads: poolSize,
    placement: {
      async: { where: 'eventLoop', needsSlot: false },
      sync: { where: 'thread', needsSlot: true },
    },
    idleThreadsNote: `async handlers share the event loop, sync handlers run in --pool-size ${poolSize} threads a worker`,
  };
}
