import type { ResponseTime } from '../../samples/response-time-schema.ts';
import { studentTQuantile } from '../../statistics/distributions.ts';
import type { ConcurrencyFit } from './concurrency-fit-schema.ts';
import type { FittedModel } from './concurrency-models.ts';
import { areBusy, type ServerProcessors } from './server-processors.ts';
import type { SlotsEstimate } from './slots-estimate.ts';
import type { SpoiltTrial } from './sweep-point.ts';
import type { MeasuredPoint } from './throughput-points.ts';

/** What is known of the server from elsewhere, and throughputs cannot tell. */
export interface SweepEvidence {
  readonly workers?: number | undefined;
  /** A worker answers nothing else while a handler runs. */
  readonly loopBlocked?: boolean | undefined;
}

/** All that a ceiling is told by. */
export interface CeilingEvidence {
  readonly estimate: SlotsEstimate;
  readonly measured: readonly MeasuredPoint[];
  /** The best first. */
  readonly models: readonly FittedModel[];
  /** Of the server while requests waited; undefined: nobody saw it. */
  readonly processors: ServerProcessors | undefined;
  readonly spoilt: readonly SpoiltTrial[];
  readonly evidence: SweepEvidence;
}

type Verdict = Pick<ConcurrencyFit, 'ceiling' | 'reason'>;

/** Connections that bring at least this share of what they would if nobody waited are not limited by anything yet. */
const SCALES = 0.7;
/** The logarithm of a factor: service times longer by it than on the fewest connections are not those of slots, */
const SLOWER = 0.1;
/** if chance makes them so less often than this leaves. */
const SURE = 0.9995;
/** An interval with ends further apart than this factor tells of no number. */
const WIDEST = 2.5;
/** Of the models' weight: with less it is not preferred enough to be told. */
const PREFERRED = 0.99;

/** Names what stops the throughput, or why that cannot be told. */
export function ceilingOf(told: CeilingEvidence): Verdict {
  const { slots, saturated } = told.estimate;
  if (slots === undefined) return withoutLimit(told);
  const asked = Math.max(...told.measured.map(({ connections }) => connections));
  if (Math.round(slots.estimate) >= asked)
    return { ceiling: 'none', reason: `as many requests are served at once as were asked for: ${asked}` };
  if (told.processors !== undefined && areBusy(told.processors))
    return {
      ceiling: 'cpu',
      reason: `the server used ${told.processors.used.toFixed(2)} of the ${told.processors.usable} processors that its workers can use, or the machine had none left`,
    };
  if (saturated.some(({ busy }) => busy?.isBetweenBatches === true))
    return slotsOrLoops(told, 'responses come in batches as large as the slots');
  if (told.processors === undefined && slowsDown(told))
    return undetermined(
      'requests take longer with more connections before any has to wait for another: rather processors than slots, and nobody saw those',
    );
  return told.estimate.sample.isNearlyFixed ? withoutBatches(told) : drawn(told, slots);
}

/** Slots serve each request as fast whoever else is served: the mean response time of unsaturated trials stays the same. */
function slowsDown({ estimate: { unsaturated } }: CeilingEvidence): boolean {
  const connections = unsaturated.map(({ point }) => point.connections);
  const [least, most] = [Math.min(...connections), Math.max(...connections)];
  if (!(least < most)) return false;
  const [few, many] = [least, most].map((count) =>
    meanOf(
      unsaturated.flatMap(({ point }) =>
        point.connections === count ? point.trial.responseTimeMs.observed : [],
      ),
    ),
  );
  if (few === undefined || many === undefined) return false;
  return Math.log(many.mean / few.mean) > SLOWER + Math.hypot(few.reach, many.reach);
}

/** The mean of several trials' response times, and how far off it can be by chance, relatively; undefined of fewer than two. */
function meanOf(times: readonly ResponseTime[]): { mean: number; reach: number } | undefined {
  const count = times.reduce((sum, one) => sum + one.count, 0);
  if (count < 2) return undefined;
  const mean = times.reduce((sum, one) => sum + one.count * (one.mean ?? 0), 0) / count;
  const squares = times.reduce(
    (sum, one) => sum + one.count * ((one.stdev ?? 0) ** 2 + ((one.mean ?? 0) - mean) ** 2),
    0,
  );
  return {
    mean,
    reach: (studentTQuantile(SURE, count - 1) * Math.sqrt(squares / count / count)) / mean,
  };
}

function withoutLimit({ estimate, measured, models, processors, spoilt }: CeilingEvidence): Verdict {
  const top = measured.at(-1);
  const beyond = spoilt.find(({ connections }) => connections > (top?.connections ?? 0));
  if (top === undefined) return undetermined('no number of connections shows a throughput');
  const share = (top.perSecond * estimate.sample.meanMs) / 1e3 / top.connections;
  const isKnown = estimate.unsaturated.some(({ point }) => point.connections === top.connections);
  if (isKnown && share >= SCALES && top.connections > 1) {
    const reason = `nobody waits on ${top.connections} connections`;
    return {
      ceiling: 'none',
      reason: beyond === undefined ? reason : `${reason}; beyond, ${beyond.because}`,
    };
  }
  if (beyond !== undefined) return undetermined(`with more connections, ${beyond.because}`);
  if (top.connections === 1) return undetermined('one connection never waits');
  if (share < SCALES && processors !== undefined && areBusy(processors))
    return {
      ceiling: 'cpu',
      reason: 'response times grow with the connections, and the processors are busy',
    };
  const preferred = models[0]?.model;
  if (share < SCALES && preferred?.model === 'contention' && preferred.weight >= PREFERRED)
    return { ceiling: 'contention', reason: 'response times grow with the connections from the first on' };
  return undetermined(`${top.connections} connections are too few to tell whether requests wait`);
}

const undetermined = (reason: string): Verdict => ({ ceiling: 'undetermined', reason });

/** A blocked event loop is one slot a worker: only other evidence parts the two. */
function slotsOrLoops({ estimate: { slots }, evidence }: CeilingEvidence, reason: string): Verdict {
  const isOneEach = evidence.workers !== undefined && Math.round(slots?.estimate ?? 0) === evidence.workers;
  if (isOneEach && evidence.loopBlocked === true)
    return {
      ceiling: 'blockedLoop',
      reason: `${reason}, one for each worker, and handlers block its event loop`,
    };
  return { ceiling: 'slots', reason };
}

function withoutBatches(told: CeilingEvidence): Verdict {
  if (told.processors !== undefined)
    return slotsOrLoops(told, 'the throughput stops to grow, and the processors are not busy');
  return undetermined(
    'the throughput stops to grow, but responses come in no batches though service times are alike: rather processors than slots, and nobody saw those',
  );
}

function drawn(told: CeilingEvidence, { low, high }: NonNullable<SlotsEstimate['slots']>): Verdict {
  if (high > WIDEST * low)
    return undetermined(
      `anything from ${low.toFixed(1)} to ${high.toFixed(1)} slots agrees with what was measured`,
    );
  const preferred = told.models[0]?.model;
  if (preferred?.model === 'contention' && preferred.weight >= PREFERRED)
    return {
      ceiling: 'contention',
      reason: 'the throughput bends as work that only one can do at a time bends it',
    };
  return slotsOrLoops(told, 'the throughput stops to grow at a number of connections');
}
