import type { TreeRoot } from './process-tree.ts';

/** The server that is observed. */
export interface Subject {
  /** Whose tree it is. */
  readonly root: TreeRoot;
  /** On which it listens; undefined where that is no TCP port of this machine. */
  readonly port?: number | undefined;
  /** Workers that it was asked to have; null where nobody said. */
  readonly workersExpected: number | null;
  /** Its workers now, where it says so itself: workers that are dealt their connections do not hold the socket that listens. */
  readonly workerPids?: (() => readonly number[] | undefined) | undefined;
  /** Of a load generator that is a process of its own. */
  readonly generatorPid?: number | undefined;
}
