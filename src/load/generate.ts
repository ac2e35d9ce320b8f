import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { millisecondsToNanoseconds, nanoseconds, type Nanoseconds } from '../units.ts';
import { GeneratorThreadHandle } from './generator-thread-handle.ts';
import type { ThreadResult } from './generator-thread-task.ts';
import type { LoadOrder } from './load-order.ts';
import { leadOf, MeasurementWindow } from './measurement-window.ts';
import { monotonicNow } from './monotonic-clock.ts';
import type { SamplesFile, WrittenSamples } from './raw-samples/samples-file.ts';
import { RequestBudget } from './request-budget.ts';
import { hostName, resolveHost } from './resolve-host.ts';
import { ThreadControl } from './thread-control.ts';
import { sumCounters, ThreadCounters, type CounterValues } from './thread-counters.ts';
import { threadTasks } from './thread-tasks.ts';
import {
  choiceOver,
  chooseTransport,
  isNative,
  type Link,
  type TransportName,
} from './transport/choose-transport.ts';
import type { Wake } from './transport/linux/wake.ts';
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
  const { settings } = order;
  const { samples } = options;
  const choice = choiceOver(linkOf(order), order.transport, order.stamps);
  const { transport, stamps } = await chooseTransport(choice, order.stamps);
  const tls = tlsOf(order);
  const shared = {
    transport,
    stamps,
    endpoint: await endpointOf(order),
    ...(tls === undefined ? {} : { tls }),
    window: MeasurementWindow.createMemory(),
    control: ThreadControl.createMemory(),
    budget: settings.requests === undefined ? undefined : RequestBudget.createMemory(settings.requests),
    sampled: samples !== undefined,
  };
  const duration = millisecondsToNanoseconds(settings.duration);
  const window = new MeasurementWindow(duration, leadOf(settings), shared.window);
  const control = new ThreadControl(shared.control);
  const tasks = threadTasks(order, shared);
  const counters = tasks.map((task) => new ThreadCounters(task.counters));
  const createWake = await wakeMaker(transport);
  const threads = tasks.map(
    (task, thread) =>
      new GeneratorThreadHandle(task, createWake?.(), (index, kind) =>
        samples?.learnFailureKind(thread, index, kind),
      ),
  );
  samples?.begin(
    window,
    tasks.flatMap((task) => task.samples ?? []),
  );
  const wake = (): void => threads.forEach((thread) => thread.wake());
  const stop = (): void => {
    window.stop();
    control.stop();
    wake();
  };
  options.signal?.addEventListener('abort', stop, { once: true });
  if (options.signal?.aborted === true) stop();
  const ended = new AbortController();
  try {
    // Sockets may take every file that the process may open: no thread opens one while another still reads its code.
    await Promise.all(threads.map((thread) => thread.loaded));
    control.connect();
    await Promise.all(threads.map((thread) => thread.ready));
    control.go();
    wake();
    const progress = reportProgress(window, counters, options, ended.signal);
    const results = await Promise.all(threads.map((thread) => thread.finished));
    ended.abort();
    await progress;
    const windowStart = window.startsAt ?? assert.fail('the threads have ended and never began');
    // A load that was stopped before its window has an empty one.
    const windowEnd = nanoseconds(Math.max(windowStart, ...results.map(({ endedAt }) => endedAt)));
    const inFlight = results.map((thread) => thread.samples.inFlight);
    return {
      windowStart,
      windowEnd,
      stopped: window.stopped,
      counters: sumCounters(counters),
      threads: results,
      transport,
      rawSamples: await samples?.finish({ windowEnd, inFlight }),
      stamps: results.every((thread) => thread.stamps === 'kernel') ? 'kernel' : 'user',
      ...(tls === undefined ? {} : { tls: { verified: tls.verify } }),
    };
  } finally {
    ended.abort();
    options.signal?.removeEventListener('abort', stop);
    await Promise.all(threads.map((thread) => thread.end()));
    await samples?.close();
  }
}

/** A thread that waits in a system call has to be woken; koffi, which that takes, is not there on every platform. */
async function wakeMaker(transport: TransportName): Promise<(() => Wake) | undefined> {
  if (!isNative(transport)) return undefined;
  const { Wake } = await import('./transport/linux/wake.ts');
  return () => new Wake();
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
  window: MeasurementWindow,
  counters: readonly ThreadCounters[],
  { onProgress }: RunLoadOptions,
  signal: AbortSignal,
): Promise<void> {
  if (onProgress === undefined) return;
  try {
    for (;;) {
      await delay(PROGRESS_INTERVAL_MS, undefined, { signal });
      const now = monotonicNow();
      onProgress({ elapsed: nanoseconds(now - (window.startsAt ?? now)), counters: sumCounters(counters) });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
