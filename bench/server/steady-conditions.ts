import type { WorkerClass } from '../../src/plan/server-settings.ts';

export const CONNECTIONS = 100;

/** One server and the load on it. */
export interface SteadyCondition {
  readonly workerClass: WorkerClass;
  readonly endpoint: '/sync' | '/async';
  readonly workers: number;
  /** For the class gthread. */
  readonly threads: number;
  readonly holdSeconds: number;
}

const POOL_SIZE = 40;
const WORKERS = [1, 2, 4] as const;
const THREADS = [1, 4, 16] as const;

/** The conditions that are asked for; a few of them, all short, where it is only to be seen that all works. */
export function steadyConditions({ isQuick }: { isQuick: boolean }): SteadyCondition[] {
  const holds = isQuick ? [0.1] : [0.1, 1];
  const workerCounts = isQuick ? WORKERS.slice(0, 2) : WORKERS;
  return holds.flatMap((holdSeconds) =>
    workerCounts.flatMap((workers) =>
      classConditions.map(({ workerClass, endpoint, threads }) => ({
        workerClass,
        endpoint,
        workers,
        threads,
        holdSeconds,
      })),
    ),
  );
}

const classConditions: readonly Pick<SteadyCondition, 'workerClass' | 'endpoint' | 'threads'>[] = (
  ['/sync', '/async'] as const
).flatMap((endpoint) => [
  { workerClass: 'pool', endpoint, threads: 1 } as const,
  ...THREADS.map((threads) => ({ workerClass: 'gthread', endpoint, threads }) as const),
  { workerClass: 'sync', endpoint, threads: 1 } as const,
  { workerClass: 'loop', endpoint, threads: 1 } as const,
]);

/** How many requests a worker serves at once. */
export function slotsOf({ workerClass, endpoint, threads }: SteadyCondition): number {
  switch (workerClass) {
    case 'pool':
      return endpoint === '/sync' ? POOL_SIZE : Infinity;
    case 'gthread':
      return threads;
    case 'sync':
      return 1;
    case 'loop':
      return endpoint === '/sync' ? 1 : Infinity;
  }
}

/** Requests in flight in handlers once it is steady: Σ min(connections of a worker, slots). */
export function servedAtOnce(condition: SteadyCondition): number {
  return connectionsPerWorker(condition.workers)
    .map((connections) => Math.min(connections, slotsOf(condition)))
    .reduce((sum, served) => sum + served, 0);
}

/** Connections are dealt strictly in turn. */
export function connectionsPerWorker(workers: number): number[] {
  return Array.from({ length: workers }, (_, worker) => Math.ceil((CONNECTIONS - worker) / workers));
}

/** How long all connections take to be served once each, in seconds, if the server itself took no time. */
export function cycleSeconds(condition: SteadyCondition): number {
  return (CONNECTIONS / servedAtOnce(condition)) * condition.holdSeconds;
}

/** As flags of `loadstone serve`. */
export function serverFlags({ workerClass, workers, threads, holdSeconds }: SteadyCondition): string[] {
  const threadFlags = workerClass === 'gthread' ? ['--threads', String(threads)] : [];
  const size = ['-k', workerClass, '-w', String(workers), '--pool-size', String(POOL_SIZE), ...threadFlags];
  return [...size, '--hold', `${holdSeconds}s`, '--timeout', '0', '--balance', 'round-robin'];
}

export function conditionName({
  workerClass,
  endpoint,
  workers,
  threads,
  holdSeconds,
}: SteadyCondition): string {
  const size = workerClass === 'gthread' ? `${workers} × ${threads}` : String(workers);
  return `${workerClass}, ${endpoint}, ${size}, ${holdSeconds} s`;
}
