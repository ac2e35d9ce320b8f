import { broken, cannotTell, figure, holds, type Check } from '../check.ts';
import { exact } from '../stated-figure.ts';
import type { StatedResult } from '../stated-result.ts';

/**
 * What goes in comes out, or is in flight: what was in flight at the start and what was sent is what completed, timed out,
 * failed and was in flight at the end, which is at most one request a connection.
 */
export function conservation(result: StatedResult): Check {
  const { sent, completed, connections, inFlightAtStart, inFlightAtEnd, timedOut, failed } = result;
  if (sent === null || completed === null) return cannotTell('conservation', ['how many requests were sent']);
  const inFlight = inFlightAtEnd ?? connections;
  if (inFlight === null) return cannotTell('conservation', ['how many requests were in flight at the end']);
  const begun = inFlightAtStart + sent;
  const ended = completed + timedOut + failed;
  const figures = [
    figure('begun', 'requests', exact(begun)),
    figure('completed', 'requests', exact(completed)),
    figure('timedOut', 'requests', exact(timedOut)),
    figure('failed', 'requests', exact(failed)),
    figure('inFlightAtEnd', 'requests', {
      value: inFlight,
      least: inFlightAtEnd === null ? 0 : inFlight,
      most: inFlight,
    }),
  ];
  const isBalanced =
    inFlightAtEnd === null
      ? // A failed attempt to connect may have sent nothing.
        begun >= completed + timedOut && begun - ended <= inFlight
      : begun === ended + inFlight;
  return isBalanced ? holds('conservation', figures) : broken('conservation', 'doesNotBalance', figures);
}
