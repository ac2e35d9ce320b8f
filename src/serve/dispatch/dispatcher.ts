import type { Endpoint } from '../app.ts';
import type { PoolThreads } from './pool-threads.ts';
import { Slots } from './slots.ts';
import type { WorkerClassPolicy } from './worker-classes/worker-class.ts';

/** Runs an endpoint's handler as the worker class would have it. */
export type Dispatch = () => Promise<unknown>;

/** Binds endpoints to one worker class: the slots are shared by all endpoints of the worker. */
export function createDispatcher(
  policy: WorkerClassPolicy,
  threads: PoolThreads,
): (endpoint: Endpoint) => Dispatch {
  const slots = new Slots(policy.slots ?? Infinity);
  return (endpoint) => {
    const placement = policy.placement[endpoint.kind];
    const run = runner(endpoint, placement.where, threads);
    return placement.needsSlot ? () => slots.use(run) : run;
  };
}

function runner(endpoint: Endpoint, where: 'eventLoop' | 'thread', threads: PoolThreads): Dispatch {
  switch (where) {
    case 'eventLoop':
      return async () => (endpoint.handler as () => unknown)();
    case 'thread':
      return () => threads.run(endpoint.exportName);
  }
}
