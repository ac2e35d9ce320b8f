import type { PlanInput } from '../../src/index.ts';

/** The published figures of the experiment; the plans that repeat it show them beside their own. */
export const published: NonNullable<PlanInput['published']> = {
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
};
