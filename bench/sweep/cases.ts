import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** A server whose concurrency limit is known, and how `loadstone sweep` is told of it. */
export interface SweepCase {
  readonly server: string;
  /** What it has; null: as many as there are connections. */
  readonly slots: number | null;
  readonly hold: string;
  readonly args: readonly string[];
  /** Its workers accept from one socket, and which of them gets how many connections is left to chance: so are the slots in use. */
  readonly isSpreadByChance?: boolean;
}

function embedded(slots: number | null, hold: string, ...args: string[]): SweepCase {
  return {
    server: `embedded, ${args.join(' ').replaceAll('--', '')}`,
    slots,
    hold,
    args: [...args, '--hold', hold],
  };
}

/** Fixed service times on slots from 1 to 400. */
function embeddedCases(): SweepCase[] {
  return [
    embedded(1, '250ms', '--pool-size', '1'),
    embedded(4, '5ms', '--pool-size', '4'),
    embedded(4, '1s', '--pool-size', '4'),
    embedded(12, '50ms', '--pool-size', '12'),
    embedded(40, '20ms', '--pool-size', '40'),
    embedded(40, '250ms', '--pool-size', '40'),
    embedded(40, '1s', '--pool-size', '40'),
    embedded(64, '250ms', '--pool-size', '64'),
    embedded(100, '250ms', '--pool-size', '100'),
    embedded(80, '250ms', '--workers', '2', '--pool-size', '40'),
    embedded(8, '100ms', '--worker-class', 'gthread', '--threads', '8'),
    embedded(2, '100ms', '--worker-class', 'sync', '--workers', '2'),
    embedded(1, '100ms', '--worker-class', 'loop'),
    embedded(400, '250ms', '--workers', '2', '--pool-size', '200'),
  ];
}

/** Service times that scatter. */
function randomCases(): SweepCase[] {
  return [
    embedded(1, 'exp:50ms', '--pool-size', '1'),
    embedded(4, 'exp:50ms', '--pool-size', '4'),
    embedded(12, 'exp:50ms', '--pool-size', '12'),
    embedded(40, 'exp:250ms', '--pool-size', '40'),
    embedded(64, 'exp:100ms', '--pool-size', '64'),
    embedded(4, 'lognormal:50ms:0.5', '--pool-size', '4'),
    embedded(12, 'lognormal:100ms:0.8', '--pool-size', '12'),
    embedded(40, 'lognormal:250ms:0.5', '--pool-size', '40'),
  ];
}

const command = (
  server: string,
  slots: number | null,
  holdMs: number,
  args: readonly string[],
): SweepCase => ({
  server,
  slots,
  hold: `${holdMs}ms`,
  args,
});

function gunicorn(
  app: 'fastapi' | 'flask',
  {
    workers,
    worker,
    holdMs,
    endpoint = '/sync',
  }: { workers: number; worker: string; holdMs: number; endpoint?: string },
): string[] {
  return [
    '--command',
    `/usr/bin/gunicorn --workers ${workers} ${worker} --bind {host}:{port} app:app`,
    '--workers',
    String(workers),
    '--cwd',
    join(ROOT, 'examples', app),
    '--env',
    `HOLD_SECONDS=${holdMs / 1_000}`,
    '--env',
    'PYTHONDONTWRITEBYTECODE=1',
    '--ready',
    '/healthz',
    '--grace',
    '500ms',
    '--endpoint',
    endpoint,
  ];
}

const UVICORN = '--worker-class uvicorn.workers.UvicornWorker';

function fastapi(slots: number, workers: number, holdMs: number, endpoint: string): SweepCase {
  return {
    server: `FastAPI, ${workers} × UvicornWorker, ${endpoint}`,
    slots,
    hold: `${holdMs}ms`,
    args: gunicorn('fastapi', { workers, worker: UVICORN, holdMs, endpoint }),
    isSpreadByChance: workers > 1,
  };
}

/** A worker's pool has 40 threads; a handler that blocks its loop is one at a time. */
function fastapiCases(): SweepCase[] {
  return [
    fastapi(40, 1, 100, '/sync'),
    fastapi(40, 1, 250, '/sync'),
    fastapi(40, 1, 1_000, '/sync'),
    fastapi(80, 2, 250, '/sync'),
    fastapi(1, 1, 50, '/blocking'),
    fastapi(1, 1, 250, '/blocking'),
  ];
}

function flask(slots: number, workers: number, threads: number, holdMs: number): SweepCase {
  return {
    server: `Flask, ${workers} × gthread of ${threads}`,
    slots,
    hold: `${holdMs}ms`,
    args: gunicorn('flask', { workers, worker: `--worker-class gthread --threads ${threads}`, holdMs }),
    isSpreadByChance: workers > 1,
  };
}

/** A worker has as many slots as threads. */
function flaskCases(): SweepCase[] {
  return [
    flask(2, 1, 2, 100),
    flask(4, 1, 4, 250),
    flask(8, 2, 4, 250),
    flask(16, 1, 16, 50),
    flask(16, 1, 16, 250),
    flask(64, 1, 64, 250),
  ];
}

function own(file: string, server: string, slots: number, holdMs: number): SweepCase {
  return command(server, slots, holdMs, [
    '--command',
    `${process.execPath} ${join(import.meta.dirname, 'servers', file)} --port {port} --slots ${slots} --hold ${holdMs}`,
    '--endpoint',
    '/',
  ]);
}

/** Servers that limit themselves in other ways. */
function otherCases(): SweepCase[] {
  return [
    ...[
      [1, 100],
      [7, 20],
      [16, 250],
      [50, 100],
      [200, 250],
    ].map(([slots = 1, holdMs = 1]) => own('semaphore.ts', 'a semaphore in Node', slots, holdMs)),
    ...[
      [1, 100],
      [10, 250],
      [33, 50],
      [100, 250],
    ].map(([slots = 1, holdMs = 1]) => own('haproxy.ts', 'HAProxy, maxconn', slots, holdMs)),
  ];
}

/** None of them has a limit up to the connections that are asked for. */
function unlimitedCases(): SweepCase[] {
  const most = ['--connections-max', '200'];
  return [
    embedded(null, '250ms', '--endpoint', '/async', ...most),
    embedded(null, '50ms', '--workers', '2', '--endpoint', '/async', ...most),
    command('FastAPI, 1 × UvicornWorker, /async', null, 250, [
      ...gunicorn('fastapi', { workers: 1, worker: UVICORN, holdMs: 250, endpoint: '/async' }),
      ...most,
    ]),
  ];
}

/** Parts of the bench, each a section of the document. */
export const PARTS = {
  embedded: embeddedCases(),
  random: randomCases(),
  fastapi: fastapiCases(),
  flask: flaskCases(),
  others: otherCases(),
  unlimited: unlimitedCases(),
} as const;

export type PartName = keyof typeof PARTS;
