import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { requestFor } from '../load/http/request.ts';
import type { LoadSettings } from '../plan/load-settings.ts';
import { measureLoad } from '../run/measure-load.ts';
import type { OwnTrialRecord } from '../samples/own-trial-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { milliseconds, type Milliseconds } from '../units.ts';

/** Enough to come to each of a few workers. */
const CONNECTIONS = 4;
/** A server that answers sooner is warmed up for about so long. */
const WARM_UP = milliseconds(800);
const REQUESTS_AT_MOST = 2_000;

/** A load whose figures nobody wants, on a server that stays for others. */
export interface UnmeasuredLoad {
  readonly url: URL;
  readonly settings: LoadSettings;
  readonly signal: AbortSignal;
}

/**
 * Loads a server for the first time: a few requests, and then as many as it answers in a short time.
 * @returns the mean response time of the first, in ms
 * @throws {UserError} when it answers none of them with a status below 400
 */
export async function warmUp(load: UnmeasuredLoad): Promise<number> {
  const first = await loadWith(CONNECTIONS, load);
  const { mean } = first.responseTimeMs.observed;
  if (load.signal.aborted) return mean ?? 0;
  refuseErrors(first, load.url);
  const more = Math.min(REQUESTS_AT_MOST, Math.floor(CONNECTIONS * (WARM_UP / Math.max(mean ?? 0, 0.1))));
  if (more > CONNECTIONS) await loadWith(more, load);
  return mean ?? 0;
}

/**
 * Waits until a server has nothing left of a load that ended with requests in flight: those whose clients are gone may go
 * on in it. A request that comes after them is answered after them, where the first that comes is the first that is served.
 */
export async function drain(record: TrialRecord, load: UnmeasuredLoad): Promise<void> {
  const { ledger, throughput } = record;
  const left = (ledger.inFlightAtEnd ?? 0) + ledger.timedOut;
  if (left === 0) return;
  const rate = throughput.steadyStatePerSecond ?? throughput.completedPerSecond;
  const expectedMs = rate > 0 ? (1_000 * left) / rate : 0;
  const longest = load.settings.timeout;
  await Promise.all([
    delay(Math.min(longest, expectedMs), undefined, { signal: load.signal }).catch(() => undefined),
    loadWith(CONNECTIONS, load),
  ]);
}

/** Ends when all the requests are answered, or given up. */
function loadWith(requests: number, { url, settings, signal }: UnmeasuredLoad): Promise<OwnTrialRecord> {
  const plain: LoadSettings = {
    ...settings,
    generatorThreads: 1,
    connections: CONNECTIONS,
    requests,
    duration: forAll(requests, settings.timeout),
    arrivalsPerSecond: undefined,
    timeoutPolicy: 'abort',
  };
  return measureLoad({ url, requests: [requestFor(url)], settings: plain }, { signal });
}

const forAll = (requests: number, timeout: Milliseconds): Milliseconds =>
  milliseconds(timeout * Math.ceil(requests / CONNECTIONS));

/** A sweep over error pages would find the limits of those. */
function refuseErrors({ ledger, statusCodes }: OwnTrialRecord, url: URL): void {
  const codes = Object.entries(statusCodes ?? {});
  if (codes.some(([code]) => Number(code) < 400)) return;
  const [code] = codes[0] ?? [];
  const [failure] = Object.keys(ledger.failed);
  throw new UserError({
    what:
      code === undefined
        ? `it answers no request: ${failure ?? 'all were given up at their time-out'}`
        : `it answers with ${code}`,
    where: url.href,
    remedy:
      code === undefined
        ? 'Is it the right address? A longer --timeout may help where it is slow'
        : 'Name an endpoint that answers as its users want it',
    exitCode: 1,
  });
}
