import { exact, product, sum, type StatedFigure } from './stated-figure.ts';
import type { StatedResult } from './stated-result.ts';

/**
 * Where the time of a closed loop's connections went. By Little's law over a window (Little 1961; Denning & Buzen 1978,
 * "The operational analysis of queueing network models") connections × duration is the time of all responses in it, and
 * of what else was in flight.
 */
export interface ConnectionAccount {
  /** connections × duration, in ms. */
  readonly availableMs: StatedFigure;
  /** Requests (in k6 iterations) that completed. */
  readonly completed: number;
  /** The mean as it is stated. */
  readonly meanMs: StatedFigure;
  /** completed × mean: what a reader of the table reckons. */
  readonly printedMs: StatedFigure;
  /**
   * The same with what the table tells of the requests that are not in its mean, and with the think time that was asked
   * for; `most` is null where nobody knows.
   */
  readonly recountedMs: { readonly value: number; readonly least: number; readonly most: number | null };
  /** At least so long took each response that the mean leaves out. */
  readonly lateLeastMs: number;
  /** What can have been in flight at the end: one request a connection, none older than the longest that is known. */
  readonly inFlightMostMs: number;
  /** What is not known that could have taken the time that is missing. */
  readonly unknown: readonly ('failedRequests' | 'timeout' | 'connectionsThatVary' | 'addedSamples')[];
}

/** The account of a result; or the names of what is missing, where a tool does not state enough. */
export function connectionAccount(result: StatedResult): ConnectionAccount | { missing: string[] } {
  const { connections, durationMs } = result;
  const completed = result.cycles?.completed ?? result.completed;
  const meanMs = result.cycles?.meanMs ?? result.latency?.meanMs ?? (completed === 0 ? exact(0) : null);
  const missing = [
    ...(result.loop === 'open' ? ['a closed loop'] : []),
    ...(connections === null && result.loop !== 'open' ? ['the number of connections'] : []),
    ...(durationMs === null ? ['the duration'] : []),
    ...(completed === null ? ['the number of responses'] : []),
    ...(meanMs === null ? ['the mean response time'] : []),
  ];
  if (
    connections === null ||
    durationMs === null ||
    completed === null ||
    meanMs === null ||
    missing.length > 0
  )
    return { missing };
  const lateLeastMs = lateLeast(result, meanMs);
  return {
    availableMs: product(exact(connections), durationMs),
    completed,
    meanMs,
    printedMs: product(exact(completed), meanMs),
    recountedMs: recounted(result, completed, meanMs, lateLeastMs),
    lateLeastMs,
    inFlightMostMs: inFlightMost(result, connections, durationMs),
    unknown: unknownOf(result),
  };
}

/** A late response took the time-out at least; where that is not stated, as long as any that was recorded. */
function lateLeast({ timeoutMs, latency, lateLeftOut }: StatedResult, meanMs: StatedFigure): number {
  if (lateLeftOut === 0) return 0;
  return Math.max(timeoutMs ?? 0, latency?.maxMs?.least ?? 0, meanMs.least);
}

function recounted(
  result: StatedResult,
  completed: number,
  meanMs: StatedFigure,
  lateLeastMs: number,
): ConnectionAccount['recountedMs'] {
  const { lateLeftOut, timedOut, timeoutMs, failed, latency } = result;
  const onTime = result.cycles === null ? completed - lateLeftOut : completed;
  const measured = product(exact(onTime), meanMs);
  const thinkMs = completed * (result.thinkTimeMs ?? 0);
  const others = lateLeftOut * lateLeastMs + timedOut * (timeoutMs ?? 0) + thinkMs;
  const known = sum(measured, exact(others));
  const isOpenEnded = lateLeftOut > 0 || failed > 0 || (timedOut > 0 && timeoutMs === null);
  return {
    value: known.value,
    least: latency?.mayHaveAddedSamples === true ? others : known.least,
    most: isOpenEnded ? null : known.most,
  };
}

/**
 * A request that is in flight at the end, or a connection that has no more to send, has been so for no longer than the
 * longest that ended, where all that ended are in the figures; for as long as the window where some are not.
 */
function inFlightMost(result: StatedResult, connections: number, durationMs: StatedFigure): number {
  const { latency, lateLeftOut, timedOut, timeoutMs, completed, cycles } = result;
  const inFlightAtEnd = result.mayEndIdle ? null : result.inFlightAtEnd;
  const longest = cycles === null ? (latency?.maxMs?.most ?? null) : null;
  const isUnbounded =
    longest === null || completed === 0 || lateLeftOut > 0 || (timedOut > 0 && timeoutMs === null);
  const age = isUnbounded ? durationMs.most : Math.max(longest, timedOut > 0 ? (timeoutMs ?? 0) : 0);
  return Math.min(inFlightAtEnd ?? connections, connections) * Math.min(age, durationMs.most);
}

function unknownOf(result: StatedResult): ConnectionAccount['unknown'] {
  return [
    ...(result.failed > 0 ? (['failedRequests'] as const) : []),
    ...(result.timedOut > 0 && result.timeoutMs === null ? (['timeout'] as const) : []),
    ...(result.connectionsVary ? (['connectionsThatVary'] as const) : []),
    ...(result.latency?.mayHaveAddedSamples === true ? (['addedSamples'] as const) : []),
  ];
}
