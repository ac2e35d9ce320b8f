import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { monotonicNow } from '../../src/monotonic-clock.ts';
import { makeObservation } from '../../src/observe/make-observation.ts';
import { observe } from '../../src/observe/observer.ts';
import type { Reading } from '../../src/observe/reading.ts';
import { BackgroundProcess } from '../background-process.ts';
import { LOADSTONE } from '../required-tools.ts';
import { serveCommand } from '../server/loadstone-command.ts';

const PORT = 8_473;
const WORKERS = 4;
/** Until all connections are open and the load is what it will be. */
const SETTLE_MS = 3_000;
/** How much longer the load goes on than it is observed. */
const SPARE_SECONDS = 10;

/** A load under which the observation is judged. */
export interface ObservedLoad {
  readonly name: string;
  readonly connections: number;
  /** The server closes each connection after its response, so that all is new at each reading. */
  readonly isClosed: boolean;
}

export const CONDITIONS: readonly ObservedLoad[] = [
  { name: '100', connections: 100, isClosed: false },
  { name: '1,000', connections: 1_000, isClosed: false },
  { name: '100, closed after each response', connections: 100, isClosed: true },
];

/** What an observation took, and what it saw for it. */
export interface ObservationCost {
  readonly condition: ObservedLoad;
  readonly readingsPercent: number;
  /** This process does nothing else meanwhile. */
  readonly processPercent: number;
  /** What the first reading took, which has everything. */
  readonly completeMs: number;
  readonly readings: number;
  readonly withConnections: number;
  readonly withThreads: number;
  /** All that the kernel lists, those that wait for their end included. */
  readonly sockets: number;
}

/** Starts a server and a load on it, and observes the two. */
export async function measureCost(condition: ObservedLoad, seconds: number): Promise<ObservationCost> {
  await using server = new BackgroundProcess(
    serveCommand(PORT, `--workers=${WORKERS}`, '--pool-size=40', '--hold=1s'),
  );
  await server.untilItPrints();
  await using load = new BackgroundProcess(loadCommand(condition, seconds + SPARE_SECONDS));
  await delay(SETTLE_MS);
  const observer = await observe({
    root: { pid: server.pid ?? 0 },
    port: PORT,
    workersExpected: WORKERS,
    generatorPid: load.pid,
  });
  const [start, before] = [monotonicNow(), process.cpuUsage()];
  await delay(seconds * 1e3);
  const [end, used] = [monotonicNow(), process.cpuUsage(before)];
  const sockets = readFileSync('/proc/net/tcp', 'latin1').split('\n').length - 2;
  const { cost } = makeObservation(await observer.stop(), { start, end });
  const within = observer.readings.filter(({ at }) => at >= start && at <= end);
  return {
    condition,
    readingsPercent: cost.coreShare * 100,
    processPercent: (used.user + used.system) / (seconds * 1e4),
    completeMs: observer.readings[0]?.costMs ?? NaN,
    readings: within.length,
    withConnections: within.filter(hasAny('connections')).length,
    withThreads: within.filter(hasAny('threadDetail')).length,
    sockets,
  };
}

function loadCommand({ connections, isClosed }: ObservedLoad, seconds: number): string[] {
  const closing = isClosed ? ['--header', 'connection: close'] : [];
  const url = `http://127.0.0.1:${PORT}/sync`;
  return [
    process.execPath,
    LOADSTONE,
    'load',
    url,
    `-c${connections}`,
    `-d${seconds}s`,
    '--json',
    ...closing,
  ];
}

const hasAny =
  (field: 'connections' | 'threadDetail') =>
  ({ processes }: Reading): boolean =>
    processes.some((process) => process[field] !== undefined);
