import { randomBytes } from 'node:crypto';
import { requestFor } from '../load/http/request.ts';
import { measureLoad } from '../run/measure-load.ts';
import { median } from '../samples/median.ts';
import { milliseconds } from '../units.ts';
import type { UnmeasuredLoad } from './unmeasured-load.ts';

/** A server that serves so many at once, and how long one takes it. */
interface ServerAsked {
  readonly slots: number;
  readonly serviceMs: number;
}

/** A shorter service is over before anything else could have been asked. */
const LONG_ENOUGH_MS = 100;
/** More connections than slots by this, each with so many requests. */
const CROWDED = 3;
const ROUNDS = 2;
const QUESTIONS = 3;
/** Of a service time: an answer that takes longer has waited for a handler. */
const AT_ONCE = 0.4;

/**
 * Asks a server for something that it does not have while more requests wait than it serves at once: where the handler has
 * the event loop, or the worker, to itself, even that is not answered before it is over. Slots of any other kind leave
 * who refuses free.
 * @returns whether it answers; undefined where that cannot be told
 */
export async function answersMeanwhile(
  { url, settings, signal }: UnmeasuredLoad,
  { slots, serviceMs }: ServerAsked,
): Promise<boolean | undefined> {
  if (serviceMs < LONG_ENOUGH_MS) return undefined;
  const connections = CROWDED * slots;
  const isUnderWay = Promise.withResolvers<void>();
  const over = new AbortController();
  const loading = measureLoad(
    {
      url,
      requests: [requestFor(url, settings)],
      settings: {
        ...settings,
        generatorThreads: 1,
        connections,
        requests: ROUNDS * connections,
        duration: milliseconds(settings.timeout * ROUNDS),
      },
    },
    {
      signal,
      onProgress: ({ counters }) => {
        if (counters.inFlight >= connections) isUnderWay.resolve();
      },
    },
  );
  const untilOver = async (): Promise<void> => {
    await Promise.allSettled([loading]);
    isUnderWay.resolve();
    over.abort();
  };
  const loaded = untilOver();
  await isUnderWay.promise;
  const tookMs: number[] = [];
  while (tookMs.length < QUESTIONS && !over.signal.aborted) {
    const took = await timeOfAnswer(url, AbortSignal.any([over.signal, signal]));
    if (took !== undefined) tookMs.push(took);
  }
  await loaded;
  const usual = median(tookMs);
  return usual === null ? undefined : usual < AT_ONCE * serviceMs;
}

/** From asking for what is not there, on a connection of its own, to whatever is answered; undefined where nothing is. */
async function timeOfAnswer(url: URL, signal: AbortSignal): Promise<number | undefined> {
  const began = performance.now();
  try {
    const nowhere = new URL(`/loadstone-${randomBytes(4).toString('hex')}`, url);
    const response = await fetch(nowhere, { signal, headers: { connection: 'close' }, redirect: 'manual' });
    await response.arrayBuffer();
    return performance.now() - began;
  } catch {
    return undefined;
  }
}
