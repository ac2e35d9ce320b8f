import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { nanoseconds, type Nanoseconds } from '../units.ts';
import type { ThreadResult } from './generator-thread-task.ts';
import { GeneratorThreads, type FoundForLoad } from './generator-threads.ts';
import type { LoadOrder } from './load-order.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import type { SamplesFile, WrittenSamples } from './raw-samples/samples-file.ts';
import { hostName, resolveHost } from './resolve-host.ts';
import type { CounterValues } from './thread-counters.ts';
import { choiceOver, chooseTransport, type Link, type TransportName } from './transport/choose-transport.ts';
import type { Endpoint, Stamps, TlsSettings } from './transport/transport.ts';

/** How far a load has come. */
export interface LoadProgress {
  /** Since the window started; negative in the ramp and the warm-up. */
  elapsed: Nanoseconds;
  counters: CounterValues;
}

/** What the generator threads saw, and when. */
export interface LoadResult {
  windowStart: Nanoseconds;
  windowEnd: Nanoseconds;
  /** Somebody ended the window before its time. */
  stopped: boolean;
  counters: CounterValues;
  threads: ThreadResult[];
  /** What became of the raw samples, where there was a file for them. */
  rawSamples: WrittenSamples | undefined;
  /** What moved the bytes, and who stamped their arrival. */
  transport: TransportName;
  stamps: Stamps;
  /** Where there was TLS: whether the server's certificate was verified. */
  tls?: { verified: boolean };
}

export interface RunLoadOptions {
  /** Called about ten times a second while the load goes on. */
  onProgress?: (progress: LoadProgress) => void;
  /** Takes every request for itself; it is finished, or closed where the load could not be, with the load. */
  samples?: SamplesFile;
  /** Ends the window early; what was measured until then is returned. */
  signal?: AbortSignal;
}

const PROGRESS_INTERVAL_MS = 100;

/**
 * Loads a server from generator threads and returns what became of every request.
 * @throws {UserError} when the host's name does not resolve, or the transport asked for does not work here
 */
export async function runLoad(order: LoadOrder, options: RunLoadOptions = {}): Promise<LoadResult> {
  const { samples, signal } = options;
  try {
    const found = await findForLoad(order);
    const threads = await GeneratorThreads.start(order, found, samples);
    const stop = (): void => threads.stop();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    try {
      return await resultOf(threads, found, options);
    } finally {
      signal?.removeEventListener('abort', stop);
      await threads.end();
    }
  } finally {
    await samples?.close();
  }
}

async function findForLoad(order: LoadOrder): Promise<FoundForLoad> {
  const choice = choiceOver(linkOf(order), order.transport, order.stamps);
  const { transport, stamps } = await chooseTransport(choice, order.stamps);
  const tls = tlsOf(order);
  return { transport, stamps, endpoint: await endpointOf(order), ...(tls === undefined ? {} : { tls }) };
}

/** Runs the threads to their end and puts together what they say. */
async function resultOf(
  threads: GeneratorThreads,
  { transport, tls }: FoundForLoad,
  { onProgress, samples }: RunLoadOptions,
): Promise<LoadResult> {
  const ended = new AbortController();
  const progress = reportProgress(threads, onProgress, ended.signal);
  let results: ThreadResult[];
  try {
    results = await threads.run();
  } finally {
    ended.abort();
    await progress;
  }
  const windowStart = threads.window.startsAt ?? assert.fail('the threads have ended and never began');
  // A load that was stopped before its window has an empty one.
  const windowEnd = nanoseconds(Math.max(windowStart, ...results.map(({ endedAt }) => endedAt)));
  const inFlight = results.map((thread) => thread.samples.inFlight);
  return {
    windowStart,
    windowEnd,
    stopped: threads.window.stopped,
    counters: threads.counters,
    threads: results,
    transport,
    rawSamples: await samples?.finish({ windowEnd, inFlight }),
    stamps: results.every((thread) => thread.stamps === 'kernel') ? 'kernel' : 'user',
    ...(tls === undefined ? {} : { tls: { verified: tls.verify } }),
  };
}

function linkOf({ url, unixSocket }: LoadOrder): Link {
  if (url.protocol === 'https:') return 'tls';
  return unixSocket === undefined ? 'tcp' : 'unix';
}

async function endpointOf({ url, unixSocket }: LoadOrder): Promise<Endpoint> {
  return unixSocket === undefined ? resolveHost(url) : { path: unixSocket };
}

function tlsOf({ url, tls = { verify: true } }: LoadOrder): TlsSettings | undefined {
  return url.protocol === 'https:' ? { ...tls, serverName: hostName(url) } : undefined;
}

async function reportProgress(
  threads: GeneratorThreads,
  onProgress: RunLoadOptions['onProgress'],
  signal: AbortSignal,
): Promise<void> {
  if (onProgress === undefined) return;
  try {
    for (;;) {
      await delay(PROGRESS_INTERVAL_MS, undefined, { signal });
      const { startsAt } = threads.window;
      // Before the load begins there is nothing to say.
      if (startsAt === undefined) continue;
      onProgress({ elapsed: nanoseconds(monotonicNow() - startsAt), counters: threads.counters });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
