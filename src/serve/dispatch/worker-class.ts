import type { ServerSettings } from '../../plan/server-settings.ts';
import type { HandlerKind } from '../app.ts';

/** Where a handler of one kind runs, and whether it must hold a slot while it does. */
export interface Placement {
  readonly where: 'eventLoop' | 'poolThread';
  readonly needsSlot: boolean;
}

/** A worker class as a policy: who may run, where, and how many at once. Knows no threads and no sockets. */
export interface WorkerClassPolicy {
  /** How many handlers that need a slot run at once in a worker; the others wait in line. */
  readonly slots: number;
  /** Threads that must be up before the worker is ready. */
  readonly poolThreads: number;
  readonly placement: Readonly<Record<HandlerKind, Placement>>;
}

type ClassSettings = Pick<ServerSettings, 'workerClass' | 'poolSize' | 'threads'>;

/** The policy of a worker class under these settings. */
export function workerClassPolicy(settings: ClassSettings): WorkerClassPolicy {
  switch (settings.workerClass) {
    case 'pool':
      return {
        slots: settings.poolSize,
        poolThreads: settings.poolSize,
        placement: {
          async: { where: 'eventLoop', needsSlot: false },
          sync: { where: 'poolThread', needsSlot: true },
        },
      };
  }
}

/** What to tell a user whose `--threads` does nothing; undefined when there is nothing to tell. */
export function idleThreadsNote(settings: ClassSettings): string | undefined {
  if (settings.threads <= 1) return undefined;
  switch (settings.workerClass) {
    case 'pool':
      return (
        `--threads ${settings.threads} has no effect in worker class pool: async handlers share the event loop, ` +
        `sync handlers run in --pool-size ${settings.poolSize} threads a worker`
      );
  }
}
