import type { Estimate } from '../../samples/interval.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { studentTQuantile } from '../../statistics/distributions.ts';

/** Whether the queue of an open loop grew over the window. */
export interface BacklogTrend {
  readonly state: 'grows' | 'steady' | 'undetermined';
  /** Requests a second by which more arrived than left, with its 95 % interval. */
  readonly growthPerSecond: Estimate;
  /** What left the server a second once it was full. */
  readonly leftPerSecond: number;
  /** A clause. */
  readonly because: string;
}

/** While this share of the window lasts, an empty server fills. */
const FILLING = 0.25;
const BATCHES = 20;
const FEWEST_BATCHES = 5;
const CONFIDENCE = 0.975;
/** Of the arrivals: a backlog that grows by less would take minutes to be seen. */
const NEGLIGIBLE = 0.02;
/** Of the arrivals: with more of them lost, a backlog that does not grow means nothing. */
const LOST_AT_MOST = 0.01;

/**
 * Reckons by how much the requests in the server grow from the end of the filling to that of the window. Its standard error is that of the sum of
 * the changes over 20 batches of intervals. Where there is a queue that comes and goes, later changes take earlier ones back, and
 * the sum is far smaller than this error: so mere delay is no growth. Where the server is busy all the time, changes are independent.
 */
export function backlogTrend(trial: TrialRecord): BacklogTrend {
  const { series, arrivals, ledger, windowMs } = trial;
  const seconds = windowMs / 1e3;
  const leftPerSecond =
    series === null ? ledger.completed / seconds : settledRate(series.completed, series.intervalMs);
  const unknown = { growthPerSecond: { estimate: null, low: null, high: null }, leftPerSecond };
  if (!trial.validity.valid)
    return { ...unknown, state: 'undetermined', because: trial.validity.reasons.join('; ') };
  if (series === null || arrivals === null || arrivals.scheduled === 0)
    return { ...unknown, state: 'undetermined', because: 'it is no open loop with a series' };
  const lost = ledger.timedOut + arrivals.skipped + arrivals.gaveUpWaiting;
  if (lost > LOST_AT_MOST * arrivals.scheduled)
    return { ...unknown, state: 'grows', because: `${lost} of ${arrivals.scheduled} arrivals were given up` };
  // Those that wait for a connection wait for the server too: nobody else holds them up.
  const unsent = arrivals.unsentAtEnd > LOST_AT_MOST * arrivals.scheduled;
  if (unsent)
    return {
      ...unknown,
      state: 'grows',
      because: `${arrivals.unsentAtEnd} arrivals found no free connection`,
    };
  return judged(growthOf(series.inFlightAtEnd, series.intervalMs), arrivals.scheduled / seconds, unknown);
}

/** Without the filling, and the last interval, which may be cut short. */
function settledRate(completed: readonly number[], intervalMs: number): number {
  const settled = completed.slice(Math.floor(FILLING * completed.length), -1);
  return (1e3 * settled.reduce((sum, count) => sum + count, 0)) / (Math.max(1, settled.length) * intervalMs);
}

interface Growth {
  readonly perSecond: number;
  readonly reach: number;
}

function growthOf(inFlight: readonly number[], intervalMs: number): Growth | undefined {
  // The last interval may be cut short.
  const settled = inFlight.slice(Math.floor(FILLING * inFlight.length), -1);
  const length = Math.max(1, Math.floor((settled.length - 1) / BATCHES));
  const batches = Math.floor((settled.length - 1) / length);
  if (batches < FEWEST_BATCHES) return undefined;
  const changes = Array.from(
    { length: batches },
    (_, batch) => (settled[(batch + 1) * length] ?? 0) - (settled[batch * length] ?? 0),
  );
  const mean = changes.reduce((sum, change) => sum + change, 0) / batches;
  const variance = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / (batches - 1);
  const batchSeconds = (length * intervalMs) / 1e3;
  return {
    perSecond: mean / batchSeconds,
    reach: (studentTQuantile(CONFIDENCE, batches - 1) * Math.sqrt(variance / batches)) / batchSeconds,
  };
}

function judged(
  growth: Growth | undefined,
  arriving: number,
  unknown: Pick<BacklogTrend, 'growthPerSecond' | 'leftPerSecond'>,
): BacklogTrend {
  if (growth === undefined)
    return { ...unknown, state: 'undetermined', because: 'the window has too few intervals' };
  const { perSecond, reach } = growth;
  const growthPerSecond = { estimate: perSecond, low: perSecond - reach, high: perSecond + reach };
  const told = { ...unknown, growthPerSecond };
  const shares = `between ${percent(growthPerSecond.low / arriving)} and ${percent(growthPerSecond.high / arriving)} of the arrivals stayed`;
  if (growthPerSecond.low > 0) return { ...told, state: 'grows', because: shares };
  // A quarter of the reach: what comes and goes has a far greater one than its sum.
  if (growthPerSecond.high < NEGLIGIBLE * arriving || perSecond < reach / 4)
    return { ...told, state: 'steady', because: shares };
  return { ...told, state: 'undetermined', because: shares };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
