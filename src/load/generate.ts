import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoadSettings } from '../plan/load-settings.ts';
import { millisecondsToNanoseconds, nanoseconds, type Nanoseconds } from '../units.ts';
import { GeneratorThreadHandle } from './generator-thread-handle.ts';
import type { GeneratorThreadTask } from './generator-thread.ts';
import { buildRequest } from './http/request.ts';
import { MeasurementWindow } from './measurement-window.ts';
import { monotonicNow } from './monotonic-clock.ts';
import { hostName, resolveHost } from './resolve-host.ts';
import { splitEvenly } from './split-evenly.ts';
import { ThreadControl } from './thread-control.ts';
import { ThreadCounters, type CounterValues } from './thread-counters.ts';
import type { ThreadResult } from './thread-samples.ts';
import {
  choiceOver,
  chooseTransport,
  type Link,
  type TransportChoice,
  type TransportName,
} from './transport/choose-transport.ts';
import type { Endpoint, Stamps, TlsSettings, TlsTrust } from './transport/transport.ts';

/** What to load, and with what. */
export interface LoadOrder {
  /** Where the requests go; the path of `settings.endpoint` has already been taken into it. */
  url: URL;
  method: string;
  headers: Readonly<Record<string, string>>;
  settings: LoadSettings;
  /** `auto`, unless told: the fastest that works here. */
  transport?: TransportChoice;
  /** The kernel's, unless told, where the transport has them. */
  stamps?: Stamps;
  /** Which certificates an https server may have: those that Node trusts, unless told. */
  tls?: TlsTrust;
  /** The path of the socket to connect to, instead of the URL's host. */
  unixSocket?: string;
}

/** How far a load has come. */
export interface LoadProgress {
  elapsed: Nanoseconds;
  counters: CounterValues;
}

/** What the generator threads saw, and when. */
export interface LoadResult {
  windowStart: Nanoseconds;
  windowEnd: Nanoseconds;
  /** The window was ended before its planned duration. */
  stopped: boolean;
  counters: CounterValues;
  threads: ThreadResult[];
  /** What moved the bytes, and who stamped their arrival. */
  transport: TransportName;
  stamps: Stamps;
  /** Where there was TLS: whether the server's certificate was verified. */
  tls?: { verified: boolean };
}

export interface GenerateOptions {
  /** Called about ten times a second while the load goes on. */
  onProgress?: (progress: LoadProgress) => void;
  /** Ends the window early; what was measured until then is returned. */
  signal?: AbortSignal;
}

const PROGRESS_INTERVAL_MS = 100;

/**
 * Loads a server from generator threads and returns what became of every request.
 * @throws {UserError} when the host's name does not resolve, or the transport asked for does not work here
 */
export async function generateLoad(order: LoadOrder, options: GenerateOptions = {}): Promise<LoadResult> {
  const duration = millisecondsToNanoseconds(order.settings.duration);
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
  };
  const window = new MeasurementWindow(duration, shared.window);
  const control = new ThreadControl(shared.control);
  const tasks = threadTasks(order, shared);
  const counters = tasks.map((task) => new ThreadCounters(task.counters));
  const stop = (): void => {
    window.stop();
    control.stop();
  };
  options.signal?.addEventListener('abort', stop, { once: true });
  if (options.signal?.aborted === true) stop();
  const threads = tasks.map((task) => new GeneratorThreadHandle(task));
  const ended = new AbortController();
  try {
    await Promise.all(threads.map((thread) => thread.ready));
    control.go();
    const progress = reportProgress(window, counters, options, ended.signal);
    const results = await Promise.all(threads.map((thread) => thread.finished));
    ended.abort();
    await progress;
    const windowStart = window.startedAt ?? assert.fail('the threads have ended and never began');
    const windowEnd = nanoseconds(Math.max(...results.map(({ result }) => result.endedAt)));
    const stopped = windowEnd < windowStart + duration;
    return {
      windowStart,
      windowEnd,
      stopped,
      counters: sumCounters(counters),
      threads: results.map(({ result }) => result),
      transport,
      stamps: results.every((thread) => thread.stamps === 'kernel') ? 'kernel' : 'user',
      ...(tls === undefined ? {} : { tls: { verified: tls.verify } }),
    };
  } finally {
    ended.abort();
    options.signal?.removeEventListener('abort', stop);
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** What is the same for all threads. */
type SharedTask = Pick<
  GeneratorThreadTask,
  'transport' | 'stamps' | 'endpoint' | 'tls' | 'window' | 'control'
>;

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

function threadTasks(
  { url, method, headers, settings }: LoadOrder,
  shared: SharedTask,
): GeneratorThreadTask[] {
  let firstConnection = 0;
  return splitEvenly(settings.connections, settings.generatorThreads).map((connections) => {
    const task = {
      ...shared,
      requests: [buildRequest({ url, method, headers })],
      bodyless: method === 'HEAD',
      connections,
      firstConnection,
      duration: settings.duration,
      timeout: settings.timeout,
      timeoutPolicy: settings.timeoutPolicy,
      counters: ThreadCounters.createMemory(),
    };
    firstConnection += connections;
    return task;
  });
}

async function reportProgress(
  window: MeasurementWindow,
  counters: readonly ThreadCounters[],
  { onProgress }: GenerateOptions,
  signal: AbortSignal,
): Promise<void> {
  if (onProgress === undefined) return;
  try {
    for (;;) {
      await delay(PROGRESS_INTERVAL_MS, undefined, { signal });
      const now = monotonicNow();
      onProgress({ elapsed: nanoseconds(now - (window.startedAt ?? now)), counters: sumCounters(counters) });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function sumCounters(counters: readonly ThreadCounters[]): CounterValues {
  const sum = { started: 0, completed: 0, completedLate: 0, timedOut: 0, failed: 0, bytesRead: 0 };
  for (const { values } of counters)
    for (const name of Object.keys(sum) as (keyof CounterValues)[]) sum[name] += values[name];
  return sum;
}
