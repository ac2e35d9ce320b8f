import { failedCount } from '../samples/ledger.ts';
import { median } from '../samples/median.ts';
import { statusErrorCount } from '../samples/status-errors.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** What the clients saw of a condition: medians over its trials. */
export interface LoadSymptoms {
  readonly loop: 'closed' | 'open';
  /** Of a closed loop all that there are; of an open one as many as it may have. */
  readonly connections: number;
  readonly thinkTimeMs: number;
  readonly windowMs: number;
  readonly timeoutMs: number;
  /** What an open loop was asked for; null in a closed one. */
  readonly arrivalsPerSecond: number | null;
  /** All connections send when the window begins, or find the server idle as it does: nothing came before. */
  readonly beginsIdle: boolean;
  readonly completed: number;
  readonly observedPerSecond: number;
  readonly steadyPerSecond: number | null;
  /** Over all requests, those without a response too, as far as they are known. */
  readonly meanMs: number | null;
  readonly leastMs: number | null;
  readonly medianMs: number | null;
  /** Requests in flight at the end less those in the middle of the window, for each second: of an open loop. 0 where chance explains it. */
  readonly inFlightGrowthPerSecond: number | null;
  /** Of the arrivals of an open loop, the share that was never sent. */
  readonly unsentShare: number | null;
  readonly ended: RequestEnds;
  /** 99 of 100 connections were open after this. */
  readonly connectP99Ms: number | null;
  /** Of the connections, those that did not open once. */
  readonly neverOpened: number | null;
  /** Of the window, by the busiest generator thread. */
  readonly generatorBusy: number | null;
  readonly generatorThreads: number;
  readonly isGeneratorCeiling: boolean;
  /** Of a closed loop's connections the mean share whose request is in flight, or whose client thinks. */
  readonly inFlightShare: number | null;
}

/** How the requests ended. */
export interface RequestEnds {
  readonly completed: number;
  /** Of the completed, those with a status of 400 or above. */
  readonly statusErrors: number;
  readonly failed: number;
  readonly timedOut: number;
}

/** @param trials of one condition, at least one */
export function loadSymptoms(trials: readonly TrialRecord[]): LoadSymptoms | undefined {
  const [first] = trials;
  if (first === undefined) return undefined;
  const { load } = first;
  const known = (figure: (trial: TrialRecord) => number): number => median(trials.map(figure)) ?? 0;
  const maybe = (figure: (trial: TrialRecord) => number | null): number | null => median(trials.map(figure));
  return {
    loop: load.loop,
    connections: load.arrivals?.connectionsMax ?? load.connections,
    thinkTimeMs: load.thinkTimeMs,
    windowMs: known(({ windowMs }) => windowMs),
    timeoutMs: load.timeoutMs,
    arrivalsPerSecond: load.arrivals?.perSecond ?? null,
    beginsIdle: load.rampMs + load.warmupMs === 0,
    completed: known(({ ledger }) => ledger.completed),
    observedPerSecond: known(({ throughput }) => throughput.completedPerSecond),
    steadyPerSecond: maybe(({ throughput }) => throughput.steadyStatePerSecond),
    meanMs: maybe(meanOf),
    medianMs: maybe(
      ({ responseTimeMs }) => responseTimeMs.censored?.p50.estimate ?? responseTimeMs.observed.p50,
    ),
    leastMs: maybe(({ responseTimeMs }) => responseTimeMs.observed.min),
    inFlightGrowthPerSecond: load.loop === 'open' ? maybe(inFlightGrowth) : null,
    unsentShare: maybe(unsentShare),
    ended: {
      completed: known(({ ledger }) => ledger.completed),
      statusErrors: known((trial) => statusErrorCount(trial) ?? 0),
      failed: known(({ ledger }) => failedCount(ledger)),
      timedOut: known(({ ledger }) => ledger.timedOut),
    },
    connectP99Ms: maybe(({ connectTimeMs }) => connectTimeMs?.p99 ?? null),
    neverOpened: maybe(({ connections }) => connections?.neverOpened ?? null),
    generatorBusy: maybe(({ generator }) => busiest(generator)),
    generatorThreads: load.generatorThreads,
    inFlightShare: maybe(inFlightShare),
    isGeneratorCeiling: trials.filter(isHeldByGenerator).length * 2 > trials.length,
  };
}

const meanOf = ({ responseTimeMs }: TrialRecord): number | null =>
  responseTimeMs.censored?.mean.estimate ?? responseTimeMs.observed.mean;

/** Little's law: what remains is the time until the generator sends the next request. */
function inFlightShare({ load, throughput, responseTimeMs }: TrialRecord): number | null {
  const { steadyStatePerSecond: perSecond } = throughput;
  const { mean } = responseTimeMs.observed;
  if (load.loop === 'open' || perSecond === null || mean === null) return null;
  return (perSecond * (mean + load.thinkTimeMs)) / 1_000 / load.connections;
}

const busiest = ({ threads }: TrialRecord['generator']): number | null =>
  threads.length === 0 ? null : Math.max(...threads.map(({ busyShare }) => busyShare));

/** A schedule that is kept shows that the generator had time for it, however busy it was with waiting. */
const PUNCTUAL_MS = 2;

function isHeldByGenerator({ generator, load, scheduleLagMs }: TrialRecord): boolean {
  const lag = scheduleLagMs?.p99 ?? null;
  const isPunctual = load.loop === 'open' && lag !== null && lag <= PUNCTUAL_MS;
  return generator.wasCeiling && !isPunctual;
}

/**
 * Requests of Poisson arrivals that do not wait are in flight in a Poisson number too (M/G/∞), whose deviation is the root of its mean:
 * two such numbers differ by 4.2 of it, three deviations of their difference, once in 370 times.
 */
const CHANCE = 4.2;

function inFlightGrowth({ series }: TrialRecord): number | null {
  if (series === null) return null;
  const { inFlightAtEnd, intervalMs } = series;
  const middle = Math.floor(inFlightAtEnd.length / 2);
  const [half, last] = [inFlightAtEnd[middle], inFlightAtEnd.at(-1)];
  const spanMs = (inFlightAtEnd.length - 1 - middle) * intervalMs;
  if (half === undefined || last === undefined || spanMs <= 0) return null;
  const isChance = Math.abs(last - half) <= CHANCE * Math.sqrt(Math.max(1, half, last));
  return isChance ? 0 : ((last - half) / spanMs) * 1_000;
}

function unsentShare({ arrivals }: TrialRecord): number | null {
  if (arrivals === null) return null;
  const { unsentAtStart, scheduled, skipped, gaveUpWaiting, unsentAtEnd } = arrivals;
  const due = unsentAtStart + scheduled;
  return due === 0 ? 0 : (skipped + gaveUpWaiting + unsentAtEnd) / due;
}
