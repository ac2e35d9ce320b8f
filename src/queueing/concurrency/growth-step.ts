import { mostConnections, type SweepProgress } from './sweep-progress.ts';
import { durationAtMost, measure, type SweepStep } from './sweep-trial.ts';

/** Connections grow by this until requests wait. */
const GROWTH = 4;
/** With random service times a number of connections is told from fewer slots by so many responses. */
const GROWTH_REQUESTS = 48;

/** More connections, until some have to wait. */
export function growthStep({
  points,
  estimate,
  connectionsMax,
  spoiltBecause,
  limits,
}: SweepProgress): SweepStep {
  const top = mostConnections(points);
  const { sample } = estimate;
  if (top < connectionsMax) {
    const connections = Math.min(connectionsMax, GROWTH * top);
    const drawn = Math.min(2 * connections, Math.max(connections, limits.completionsAtMost));
    const requests = sample.isNearlyFixed ? connections : Math.max(drawn, GROWTH_REQUESTS);
    // If there were no more slots than now.
    const longest = (requests / Math.max(1, Math.min(top, 0.5 * connections))) * sample.meanMs;
    return measure(
      { connections, requests, durationMs: durationAtMost(longest, sample.meanMs) },
      `nobody waits on ${top} connection${top === 1 ? '' : 's'}`,
    );
  }
  const known = estimate.points.find(({ point }) => point.connections === top)?.busy;
  const because = `nobody waits on ${top} connections`;
  if (spoiltBecause !== undefined)
    return { state: 'limit', because: `${because}, and beyond, ${spoiltBecause}` };
  if (known !== undefined && estimate.unsaturated.some(({ point }) => point.connections === top))
    return { state: 'enough', because };
  return { state: 'limit', because: `${top} connections are too few to tell whether requests wait` };
}
