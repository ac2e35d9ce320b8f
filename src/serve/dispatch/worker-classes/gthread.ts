import type { ClassSize, WorkerClassPolicy } from './policy.ts';

/** gunicorn's gthread: whatever the handler is, its request holds a thread from its dispatch to its end. */
export function gthread({ threads }: ClassSize): WorkerClassPolicy {
  return {
    slots: threads,
    threads,
    placement: {
      async: { where: 'thread', needsSlot: true },
      sync: { where: 'thread', needsSlot: true },
    },
    idleThreadsNote: undefined,
  };
}
