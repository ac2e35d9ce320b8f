import { definePlan } from '../src/index.ts';
import { publishedLoad } from './published/load.ts';
import { published } from './published/sync-vs-async.ts';

/**
 * The published experiment: two endpoints that each take 10 s, one blocking and one not, on 1 and 4 workers of
 * 1 and 4 threads, under 100 connections for a minute.
 */
export default definePlan({
  name: 'sync-vs-async',
  description: 'A blocking and a non-blocking endpoint of 10 s on 1 and 4 workers × 1 and 4 threads',
  target: { kind: 'embedded', workerClass: 'pool', poolSize: 40, hold: '10s' },
  load: publishedLoad,
  factors: { workers: [1, 4], threads: [1, 4], endpoint: ['/sync', '/async'] },
  published,
});
