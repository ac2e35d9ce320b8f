import { definePlan } from '../src/index.ts';

/**
 * The published experiment: two endpoints that each take 10 s, one blocking and one not, on 1 and 4 workers of
 * 1 and 4 threads, under 100 connections for a minute.
 */
export default definePlan({
  name: 'sync-vs-async',
  description: 'A blocking and a non-blocking endpoint of 10 s on 1 and 4 workers × 1 and 4 threads',
  target: { kind: 'embedded', workerClass: 'pool', poolSize: 40, hold: '10s' },
  load: {
    generatorThreads: 4,
    connections: 100,
    duration: '1m',
    timeout: '30s',
    // As wrk, which the published figures come from: a late response is counted, not cut off.
    timeoutPolicy: 'wait',
  },
  factors: { workers: [1, 4], threads: [1, 4], endpoint: ['/sync', '/async'] },
  published: {
    source: 'Sync and async endpoints in FastAPI under gunicorn, loaded by wrk -t4 -c100 -d1m --timeout 30s',
    cells: [
      {
        condition: { workers: 1, threads: 1, endpoint: '/sync' },
        completed: 200,
        completedPerSecond: 3.33,
        meanMs: 18040,
        late: 50,
      },
      {
        condition: { workers: 1, threads: 1, endpoint: '/async' },
        completed: 500,
        completedPerSecond: 8.33,
        meanMs: 10010,
        late: 0,
      },
      {
        condition: { workers: 1, threads: 4, endpoint: '/sync' },
        completed: 200,
        completedPerSecond: 3.33,
        meanMs: 17800,
        late: 53,
      },
      {
        condition: { workers: 1, threads: 4, endpoint: '/async' },
        completed: 500,
        completedPerSecond: 8.33,
        meanMs: 10000,
        late: 0,
      },
      {
        condition: { workers: 4, threads: 1, endpoint: '/sync' },
        completed: 500,
        completedPerSecond: 8.33,
        meanMs: 10000,
        late: 0,
      },
      {
        condition: { workers: 4, threads: 1, endpoint: '/async' },
        completed: 500,
        completedPerSecond: 8.33,
        meanMs: 10000,
        late: 0,
      },
      {
        condition: { workers: 4, threads: 4, endpoint: '/sync' },
        completed: 500,
        completedPerSecond: 8.33,
        meanMs: 10010,
        late: 0,
      },
      {
        condition: { workers: 4, threads: 4, endpoint: '/async' },
        completed: 500,
        completedPerSecond: 8.33,
        meanMs: 10000,
        late: 0,
      },
    ],
  },
});
