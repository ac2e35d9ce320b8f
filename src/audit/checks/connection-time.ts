import { broken, cannotTell, figure, holds, type Bias, type Check, type CheckFigure } from '../check.ts';
import { connectionAccount, type ConnectionAccount } from '../connection-account.ts';
import { exact } from '../stated-figure.ts';
import type { StatedResult } from '../stated-result.ts';

/** Less than this of the connections' time is nothing that anybody looks at, in percent. */
export const WORTH_SAYING_PERCENT = 1;
/** A generator that is short of processor takes no longer than that from a response to its next request, in ms. */
const LONGEST_GENERATOR_GAP_MS = 10;
const PAUSES = 'whether the load had a rate or a number of requests, by which connections pause';

/**
 * Little's law over the window: connections × duration is the time of the responses and of what was in flight at the end.
 *
 * Broken where more time is used than there is; where the mean leaves out late responses so that completed × mean is
 * not the time of the completed, whatever the digits hide; and where time is missing that no request in flight can
 * have taken (one a connection, none older than the longest that ended) and that is no gap between requests either,
 * unless the tool may have been told to pause. What was in flight at the end is a bias with a size: a sample of
 * responses has it by its nature.
 */
export function connectionTime(result: StatedResult): Check {
  const account = connectionAccount(result);
  if ('missing' in account) return cannotTell('connectionTime', account.missing);
  const figures = figuresOf(account, result);
  const { availableMs, printedMs, recountedMs } = account;
  if (recountedMs.least - startedBefore(result) > availableMs.most)
    return broken('connectionTime', 'moreThanThereIs', figures);
  if (result.lateLeftOut > 0 && recountedMs.least > printedMs.most)
    return broken('connectionTime', 'lateLeftOut', figures, missingBias(account, 'atMost'));
  return judgeMissing(result, account, figures);
}

/** Requests that were in flight when the window began bring time from before it, each its own age at most. */
export function startedBefore({ inFlightAtStart, latency, durationMs }: StatedResult): number {
  return inFlightAtStart * (latency?.maxMs?.most ?? durationMs?.most ?? 0);
}

function judgeMissing(
  { mayPause }: StatedResult,
  account: ConnectionAccount,
  figures: readonly CheckFigure[],
): Check {
  const { recountedMs, completed, meanMs, unknown } = account;
  const gap = completed === 0 ? 0 : unexplainedMs(account) / completed;
  const bias = missingBias(account, recountedMs.most === null ? 'atMost' : null);
  const isMissing = isWorthSaying(account);
  if (gap > 0 && isMissing && !unknown.includes('connectionsThatVary')) {
    if (gap <= Math.max(LONGEST_GENERATOR_GAP_MS, meanMs.most))
      return holds('connectionTime', figures, { ...bias, kind: 'betweenRequests' });
    return mayPause
      ? cannotTell('connectionTime', [PAUSES], figures)
      : broken('connectionTime', 'unexplained', figures);
  }
  // What is not known hides what is missing; added samples may hide that something is.
  if (unknown.includes('addedSamples') || (unknown.length > 0 && isMissing))
    return cannotTell('connectionTime', unknown.map(missingWords), figures);
  return holds('connectionTime', figures, isMissing ? bias : null);
}

/** The time that neither responses nor requests in flight can have taken. */
function unexplainedMs({ availableMs, recountedMs, inFlightMostMs }: ConnectionAccount): number {
  if (recountedMs.most === null) return 0;
  return availableMs.least - recountedMs.most - Math.min(inFlightMostMs, availableMs.least);
}

/** Whether more is missing than nobody looks at, and than the digits may hide. */
function isWorthSaying(account: ConnectionAccount): boolean {
  const { availableMs, recountedMs } = account;
  const isSure = recountedMs.most === null || recountedMs.most < availableMs.least;
  return isSure && missingPercent(account) >= WORTH_SAYING_PERCENT;
}

/** Of the connections' time, as recounted. */
export function missingPercent({ availableMs, recountedMs }: ConnectionAccount): number {
  return availableMs.value === 0 ? 0 : (1 - recountedMs.value / availableMs.value) * 100;
}

function missingBias(account: ConnectionAccount, bound: Bias['bound']): Bias {
  return { kind: 'inFlightAtEnd', percent: missingPercent(account), bound };
}

export function missingWords(unknown: ConnectionAccount['unknown'][number]): string {
  switch (unknown) {
    case 'failedRequests':
      return 'how long the failed requests took';
    case 'timeout':
      return 'the time-out, and so how long the requests took that were given up';
    case 'connectionsThatVary':
      return 'how many virtual users there were at each moment';
    case 'addedSamples':
      return 'the mean of the measured responses: wrk may have added samples of its own';
  }
}

function figuresOf(account: ConnectionAccount, result: StatedResult): CheckFigure[] {
  const { availableMs, printedMs, recountedMs, completed, meanMs, lateLeastMs } = account;
  const share = (of: ConnectionAccount['recountedMs']) => ({
    value: of.value / availableMs.value,
    least: of.least / availableMs.most,
    most: of.most === null || availableMs.least === 0 ? null : of.most / availableMs.least,
  });
  const shares = (name: string, of: ConnectionAccount['recountedMs']): CheckFigure[] =>
    availableMs.least === 0
      ? []
      : [figure(`${name}Share`, 'share', share(of)), figure(`${name}Missing`, 'share', rest(share(of)))];
  const isRecounted = recountedMs.value !== printedMs.value;
  return [
    connectionsFigure(result),
    ...(result.durationMs === null ? [] : [figure('duration', 'ms', result.durationMs)]),
    figure('available', 'ms', availableMs),
    figure('completed', 'requests', exact(completed)),
    figure('mean', 'ms', meanMs),
    figure('printed', 'ms', printedMs),
    ...shares('printed', printedMs),
    ...(isRecounted
      ? [
          figure('late', 'requests', exact(result.lateLeftOut)),
          figure('lateLeast', 'ms', { value: lateLeastMs, least: lateLeastMs, most: null }),
          figure('timedOut', 'requests', exact(result.timedOut)),
          figure('thinkTime', 'ms', exact(result.thinkTimeMs ?? 0)),
          figure('recounted', 'ms', recountedMs),
          ...shares('recounted', recountedMs),
        ]
      : []),
    figure('inFlightAtMost', 'ms', { value: account.inFlightMostMs, least: 0, most: account.inFlightMostMs }),
  ];
}

const rest = (share: { value: number; least: number; most: number | null }) => ({
  value: 1 - share.value,
  least: share.most === null ? 0 : Math.max(0, 1 - share.most),
  most: 1 - share.least,
});

/** k6 has virtual users in place of connections. */
export const connectionsFigure = ({ tool, connections }: StatedResult): CheckFigure =>
  figure('connections', tool === 'k6' ? 'virtualUsers' : 'connections', exact(connections ?? 0));
