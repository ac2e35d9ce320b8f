import type { HandlerKind } from '../../app.ts';

/** Where a handler of one kind runs, and whether it must hold a slot while it does. */
export interface Placement {
  /**
   * `eventLoop`: at once. `turnOfLoop`: at most one handler in a turn of the event loop, so that the worker answers its
   * master between two that block. `thread`: in one of the threads, which have no loop to hold up.
   */
  readonly where: 'eventLoop' | 'turnOfLoop' | 'thread';
  readonly needsSlot: boolean;
}

/** A worker class as a policy: who may run, where, and who waits. Knows no threads and no sockets. */
export interface WorkerClassPolicy {
  /** How many handlers that need a slot run at once in a worker, the others wait in line; null: none needs one. */
  readonly slots: number | null;
  /** Threads that must be up before the worker is ready. */
  readonly threads: number;
  readonly placement: Readonly<Record<HandlerKind, Placement>>;
  /** What to tell a user whose `--threads` does nothing; undefined where it does something. */
  readonly idleThreadsNote: string | undefined;
}

/** What sizes a policy. */
export interface ClassSize {
  readonly threads: number;
  readonly poolSize: number;
}
