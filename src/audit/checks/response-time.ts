import { broken, cannotTell, figure, holds, type Check } from '../check.ts';
import { connectionAccount, type ConnectionAccount } from '../connection-account.ts';
import { exact, quotient, type StatedFigure } from '../stated-figure.ts';
import type { StatedResult } from '../stated-result.ts';
import { connectionsFigure, missingWords, startedBefore, WORTH_SAYING_PERCENT } from './connection-time.ts';

/**
 * The interactive response time law (Denning & Buzen 1978): N connections that wait for a response of R and then think
 * for Z make X = N ÷ (R + Z) requests a second. More than that is broken. Less is what a window that ends within a
 * batch counts: the requests in flight at its end are in no throughput, and of a few batches they are a large share.
 */
export function responseTime(result: StatedResult): Check {
  const account = connectionAccount(result);
  if ('missing' in account) return cannotTell('responseTime', account.missing);
  const perSecond = throughputOf(result, account);
  if (account.completed === 0 || perSecond === undefined)
    return cannotTell('responseTime', ['a response, to have a response time']);
  const law = lawOf(result, account);
  const claimed = result.cycles === null ? (result.ratePerSecond ?? perSecond) : perSecond;
  const figures = [
    connectionsFigure(result),
    figure('cycle', 'ms', meanCycle(account)),
    figure('claimed', 'perSecond', claimed),
    figure('observed', 'perSecond', perSecond),
    figure('law', 'perSecond', law),
  ];
  if (law.most !== null && perSecond.least > law.most)
    return broken('responseTime', 'fasterThanTheLoop', figures);
  if (account.unknown.length > 0)
    return cannotTell('responseTime', account.unknown.map(missingWords), figures);
  const percent = law.value === 0 ? 0 : (1 - perSecond.value / law.value) * 100;
  const inFlightPercent = (account.inFlightMostMs / account.availableMs.value) * 100;
  const isHidden = account.recountedMs.most !== null && perSecond.most >= law.least;
  if (isHidden || percent < WORTH_SAYING_PERCENT || percent > inFlightPercent + WORTH_SAYING_PERCENT)
    return holds('responseTime', figures);
  return holds('responseTime', figures, {
    kind: 'throughputTooLow',
    percent,
    bound: account.recountedMs.most === null ? 'atMost' : null,
  });
}

function throughputOf(
  { durationMs }: StatedResult,
  { completed }: ConnectionAccount,
): StatedFigure | undefined {
  const perMs = durationMs === null ? undefined : quotient(exact(completed), durationMs);
  return perMs && { value: perMs.value * 1e3, least: perMs.least * 1e3, most: perMs.most * 1e3 };
}

interface Range {
  readonly value: number;
  readonly least: number;
  readonly most: number | null;
}

/** What the loop would do in a second if all its time went into cycles (R + Z) as long as those that completed. */
function lawOf(result: StatedResult, account: ConnectionAccount): Range {
  const connections = result.connections ?? 0;
  const { value, least, most } = account.recountedMs;
  const rate = (totalMs: number): number => (connections * account.completed * 1e3) / totalMs;
  const fastest = rate(Math.max(0, least - startedBefore(result)));
  return {
    value: Number.isFinite(rate(value)) ? rate(value) : 0,
    least: most === null ? 0 : Math.min(rate(most), Number.MAX_VALUE),
    most: Number.isFinite(fastest) ? fastest : null,
  };
}

const meanCycle = ({ recountedMs: { value, least, most }, completed }: ConnectionAccount): Range => ({
  value: value / completed,
  least: least / completed,
  most: most === null ? null : most / completed,
});
