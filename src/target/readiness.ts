import type { Listener } from '../observe/listening-processes.ts';
import { milliseconds, type Milliseconds } from '../units.ts';
import type { ProbeResult } from './probe.ts';

/** What can be seen of a server that has been started. */
export interface Sight {
  readonly probe: ProbeResult;
  /** How long the probe has been answered with an error of the server's own by now, without a break. */
  readonly failingFor: Milliseconds;
  /** Null where processes cannot be seen. */
  readonly processes: SeenProcesses | null;
  /** What the plan's own check says; undefined where it has none. */
  readonly check?: boolean;
}

export interface SeenProcesses {
  /** Those that hold the listening socket. */
  readonly listeners: readonly Listener[];
  /** The processes that the first of them has started. */
  readonly childrenOfHolder: readonly number[];
  /** How long they have hardly used a processor. */
  readonly atRestFor: Milliseconds;
}

export interface Expected {
  /** null: unknown. */
  readonly workers: number | null;
  readonly path: string;
  readonly settle: Milliseconds;
}

export type Readiness =
  | { state: 'ready' }
  /** All is well but that its processes are at work. */
  | { state: 'restless' }
  | { state: 'waiting'; for: string }
  /** More time would change nothing. */
  | { state: 'failed'; because: string };

/** A server that answers so long with errors is not about to be ready; one that says 503 may be. */
const HOPELESS_AFTER = milliseconds(5_000);
/** Whether a server is ready: it answers, all its workers are up, and it has come to rest. */
export function readiness(sight: Sight, expected: Expected): Readiness {
  const { probe, failingFor, processes, check } = sight;
  if (probe.state === 'silent') return { state: 'waiting', for: `nothing answers (${probe.reason})` };
  if (probe.status >= 500) {
    const answer = `it answers GET ${expected.path} with status ${probe.status}`;
    return failingFor >= HOPELESS_AFTER
      ? { state: 'failed', because: answer }
      : { state: 'waiting', for: answer };
  }
  if (check === false) return { state: 'waiting', for: "the plan's own check does not succeed" };
  const missing = check === undefined ? workersMissing(processes, expected.workers) : undefined;
  if (missing !== undefined) return { state: 'waiting', for: missing };
  const isAtRest = processes === null || processes.atRestFor >= expected.settle;
  return { state: isAtRest ? 'ready' : 'restless' };
}

function workersMissing(processes: SeenProcesses | null, workers: number | null): string | undefined {
  if (processes === null || workers === null) return undefined;
  const accepting = processes.listeners.filter(({ isLeaf }) => isLeaf);
  if (accepting.length < workers && dealtWorkers(processes, workers) === undefined)
    return `${accepting.length} of ${workers} workers hold the listening socket`;
  const registered = accepting.filter(({ isRegistered }) => isRegistered === true).length;
  // Where one waits for connections by epoll, the others will: a worker that does not yet is still loading its app.
  return registered > 0 && registered < accepting.length
    ? `${registered} of ${workers} workers wait for connections; the others hold the listening socket and do not`
    : undefined;
}

/**
 * The workers of a parent that accepts by itself and deals the connections to its children, as that of node:cluster does.
 * @returns undefined where it is not so
 */
export function dealtWorkers(
  { listeners, childrenOfHolder }: SeenProcesses,
  workers: number,
): readonly number[] | undefined {
  const isDealt = listeners.length === 1 && workers > 1 && childrenOfHolder.length >= workers;
  return isDealt ? childrenOfHolder : undefined;
}
