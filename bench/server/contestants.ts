import { join } from 'node:path';
import { PYTHON } from '../required-tools.ts';
import { WRK, WRK_SHORT_CONNECTIONS, type Generator } from '../generator/generators.ts';
import { serveCommand } from './loadstone-command.ts';

/** A server with one endpoint of it, and how that is loaded. */
export interface Contestant {
  readonly name: string;
  readonly command: (port: number) => string[];
  readonly path: '/async' | '/sync';
  readonly generator: Generator;
}

const SERVERS = join(import.meta.dirname, 'servers');
const APP = join(SERVERS, 'speed-app.ts');

function loadstone(name: string, path: Contestant['path'], ...flags: string[]): Contestant {
  return {
    name: `loadstone, ${name}`,
    command: (port) => serveCommand(port, APP, ...flags),
    path,
    generator: WRK,
  };
}

function fastApi(name: string, path: Contestant['path']): Contestant {
  const flags = '--loop uvloop --http httptools --no-access-log --log-level warning --host 127.0.0.1';
  const uvicorn = [PYTHON, '-m', 'uvicorn', ...flags.split(' '), '--app-dir', SERVERS, 'fastapi_app:app'];
  return { name, command: (port) => [...uvicorn, '--port', String(port)], path, generator: WRK };
}

function node(name: string, path: Contestant['path'], file: string, ...args: string[]): Contestant {
  const command = (port: number): string[] => [process.execPath, join(SERVERS, file), String(port), ...args];
  return { name, command, path, generator: WRK };
}

function piscina(name: string, options: object): Contestant {
  return node(`Fastify + Piscina, ${name}`, '/sync', 'fastify-piscina.ts', JSON.stringify(options));
}

export const LOADSTONE_ASYNC = loadstone('pool', '/async', '-k', 'pool');
export const FASTIFY_ALONE = node('Fastify alone', '/async', 'fastify-alone.ts');
export const FASTAPI_ASYNC = fastApi('FastAPI, `async def`', '/async');

/** An async endpoint. Those whose ratio is asked for stand beside each other: what the machine does falls on both alike. */
export const ASYNC_CONTESTANTS: readonly Contestant[] = [
  LOADSTONE_ASYNC,
  FASTIFY_ALONE,
  FASTAPI_ASYNC,
  loadstone('loop', '/async', '-k', 'loop'),
  loadstone('gthread, 40 threads', '/async', '-k', 'gthread', '--threads', '40'),
  loadstone('sync', '/async', '-k', 'sync'),
];

export const LOADSTONE_SYNC = loadstone('pool, 40 threads', '/sync', '-k', 'pool');
export const FASTAPI_SYNC = fastApi('FastAPI, `def`, 40 threads', '/sync');

/** A sync endpoint. All Piscinas have 40 threads. */
export const SYNC_CONTESTANTS: readonly Contestant[] = [
  LOADSTONE_SYNC,
  FASTAPI_SYNC,
  piscina('as it stands', {}),
  piscina('`atomics: async`', { atomics: 'async' }),
  piscina('`atomics: disabled`', { atomics: 'disabled' }),
  piscina('`atomics: async`, 4 tasks a thread', { atomics: 'async', concurrentTasksPerWorker: 4 }),
  loadstone('gthread, 40 threads', '/sync', '-k', 'gthread', '--threads', '40'),
  loadstone('gthread, 4 threads', '/sync', '-k', 'gthread', '--threads', '4'),
  loadstone('sync', '/sync', '-k', 'sync'),
  loadstone('loop', '/sync', '-k', 'loop'),
];

/** How connections reach two workers, which share the core. */
export const BALANCE_CONTESTANTS: readonly Contestant[] = ['round-robin', 'reuseport', 'shared'].flatMap(
  (balance) => {
    const flags = ['-w', '2', '--pool-size', '1', '--balance', balance];
    const kept = loadstone(`${balance}, kept connections`, '/async', ...flags);
    const short = loadstone(`${balance}, a connection a request`, '/async', ...flags);
    return [kept, { ...short, generator: WRK_SHORT_CONNECTIONS }];
  },
);
