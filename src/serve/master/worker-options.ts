import { entryFile } from '../../entry-file.ts';
import type { WorkerOptions } from '../worker/messages.ts';
import { maxRequestsOfOne } from './max-requests.ts';
import type { ServerOptions } from './server-options.ts';

const SHIPPED_APP = entryFile(import.meta.url, '../endpoints/app');

/** What the worker of a place, counted from 0, is told when it starts; where it listens is not among it. */
export function workerOptions(options: ServerOptions, place: number): Omit<WorkerOptions, 'listenFd'> {
  const { settings, backlog, keepAlive, serverTiming, maxRequests, maxRequestsJitter } = options;
  const { workerClass, poolSize, threads, limitInFlight } = settings;
  return {
    workerClass,
    poolSize,
    threads,
    limitInFlight,
    backlog,
    keepAlive,
    serverTiming,
    place: place + 1,
    appFile: options.appFile ?? SHIPPED_APP,
    ...(maxRequests === undefined
      ? {}
      : { maxRequests: maxRequestsOfOne(maxRequests, maxRequestsJitter, Math.random) }),
  };
}
