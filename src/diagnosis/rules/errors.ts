import { evidenceOf, makeFinding, remedyOf, type Rule } from '../finding.ts';
import type { Symptoms } from '../symptoms.ts';

/** Of the requests, a share that fails by more than chance. */
const WORTH_SAYING = 0.01;

/** Requests that fail, or are answered with a status of 400 or above: a throughput of errors is none. */
export const errors: Rule = (symptoms) => {
  const { completed, statusErrors, failed, timedOut } = symptoms.load.ended;
  const givenUp = isOverloaded(symptoms) ? 0 : timedOut;
  const all = completed + failed + timedOut;
  const share = all === 0 ? 0 : (statusErrors + failed + givenUp) / all;
  if (share < WORTH_SAYING) return undefined;
  return makeFinding({
    kind: 'errors',
    evidence: [
      evidenceOf('errorShare', 'share', share, 'proves', WORTH_SAYING),
      evidenceOf('statusErrors', 'requests', statusErrors, 'context', completed),
      evidenceOf('failedRequests', 'requests', failed, 'context'),
      evidenceOf('timedOutRequests', 'requests', timedOut, 'context'),
    ],
    remedies: [remedyOf('mendErrors', share, 0)],
  });
};

/** Where those that are answered wait for a good part of the time-out, the others were given up for waiting. */
const NEAR_TIMEOUT = 0.5;

function isOverloaded({ load, lawful, perSecond }: Symptoms): boolean {
  const { meanMs, timeoutMs, connections, loop, completed } = load;
  // Nothing says whether those would have been answered.
  if (completed === 0) return true;
  if (lawful.limitedBy === 'slots' || lawful.limitedBy === 'unevenConnections') return true;
  const roundMs = loop === 'closed' && perSecond > 0 ? (connections / perSecond) * 1_000 : 0;
  return Math.max(meanMs ?? 0, roundMs) >= timeoutMs * NEAR_TIMEOUT;
}

/** From this share on nothing else that the figures say is of answers. */
const MOST_AFFECTED = 0.05;

/** Whether so many requests fail that the throughput and the response times are those of failures. */
export function errorsPrevail({ load }: Symptoms): boolean {
  const { completed, statusErrors, failed, timedOut } = load.ended;
  const all = completed + failed + timedOut;
  return all > 0 && statusErrors + failed >= all * MOST_AFFECTED;
}
