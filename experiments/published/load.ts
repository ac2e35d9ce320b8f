import type { PlanInput } from '../../src/index.ts';

/** The load of the published experiment; that of wrk -t4 -c100 -d1m --timeout 30s. */
export const publishedLoad: PlanInput['load'] = {
  generatorThreads: 4,
  connections: 100,
  duration: '1m',
  timeout: '30s',
  // As wrk, which the published figures come from: a late response is counted, not cut off.
  timeoutPolicy: 'wait',
};
