import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { requestFor } from '../load/http/request.ts';
import type { LoadSettings } from '../plan/load-settings.ts';
import { measureLoad } from '../run/measure-load.ts';
import type { OwnTrialRecord } from '../samples/own-trial-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { milliseconds } from '../units.ts';

/** Enough to come to each of a few workers. */
const FEWEST = 4;
/** A server is warmed up for about so long, unless its first responses take longer. */
const WARM_UP_MS = 1_200;
/** More would not make it warmer. */
const CONNECTIONS_AT_MOST = 64;
const REQUESTS_AT_MOST = 2_000;

/** A load whose figures nobody wants, on a server that stays for others. */
export interface UnmeasuredLoad {
  readonly url: URL;
  readonly settings: LoadSettings;
  readonly signal: AbortSignal;
}

/** What a warm-up shows by the way. */
export interface WarmServer {
  /** The mean response time of the first requests, of which there were few. */
  readonly serviceMs: number;
  /** The highest throughput; the server may do more. */
  readonly perSecond: number;
}

/**
 * Loads a server for the first time: a few requests, and then more at once, for a short time.
 * @throws {UserError} when it answers none of them with a status below 400
 */
export async function warmUp(load: UnmeasuredLoad): Promise<WarmServer> {
  const began = performance.now();
  const first = await loadWith({ connections: FEWEST, requests: FEWEST }, load);
  const serviceMs = first.responseTimeMs.observed.mean ?? 0;
  let perSecond = first.throughput.completedPerSecond;
  if (load.signal.aborted) return { serviceMs, perSecond };
  refuseErrors(first, load.url);
  const isOver = (): boolean => load.signal.aborted || performance.now() - began > WARM_UP_MS;
  let lastMs = Math.max(serviceMs, 1);
  // More at once, as long as they do not have to wait for each other for longer than that is worth.
  for (let connections = 2 * FEWEST; connections <= CONNECTIONS_AT_MOST && !isOver(); connections *= 2) {
    const requests = Math.floor(connections * Math.max(1, WARM_UP_MS / 4 / lastMs));
    const record = await loadWith({ connections, requests: Math.min(REQUESTS_AT_MOST, requests) }, load);
    lastMs = Math.max(record.responseTimeMs.observed.mean ?? 0, 1);
    perSecond = Math.max(perSecond, record.throughput.completedPerSecond);
    if (lastMs > 3 * serviceMs) break;
  }
  return { serviceMs, perSecond };
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
    loadWith({ connections: FEWEST, requests: FEWEST }, load),
  ]);
}

/** Ends when all the requests are answered, or given up. */
function loadWith(
  { connections, requests }: { readonly connections: number; readonly requests: number },
  { url, settings, signal }: UnmeasuredLoad,
): Promise<OwnTrialRecord> {
  const plain: LoadSettings = {
    ...settings,
    generatorThreads: 1,
    connections,
    requests,
    // If each of them took as long as it may.
    duration: milliseconds(settings.timeout * Math.ceil(requests / connections)),
    arrivalsPerSecond: undefined,
    timeoutPolicy: 'abort',
  };
  return measureLoad({ url, requests: [requestFor(url, settings)], settings: plain }, { signal });
}

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
