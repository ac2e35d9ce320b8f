import { definePlan } from '../src/index.ts';

/**
 * The four worker classes, each with a handler that waits, one that waits and blocks, an async one that blocks all
 * the same, and one that computes. A class's law shows in the throughput: slots ÷ hold until the connections run
 * out, connections ÷ hold for what takes no slot, and for /cpu as many as there are processors.
 */
export default definePlan({
  name: 'worker-classes',
  description: 'Handlers that wait, block and compute for 50 ms under four worker classes, 1 and 2 workers',
  target: {
    kind: 'embedded',
    poolSize: 12,
    hold: '50ms',
    // Some classes block their event loop on purpose: no worker is to be replaced for it.
    workerTimeout: '0s',
  },
  load: {
    generatorThreads: 1,
    // A worker that takes one at a time comes round to each connection once a second.
    connections: 20,
    // A worker whose event loop is blocked takes long to get round to its connections for the first time.
    warmup: '1500ms',
    duration: '2025ms',
    timeout: '10025ms',
  },
  factors: {
    workerClass: ['pool', 'gthread', 'sync', 'loop'],
    endpoint: ['/sync', '/async', '/blocking', '/cpu'],
    workers: [1, 2],
    threads: [1, 4],
  },
});
