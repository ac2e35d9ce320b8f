import type { Symptoms } from './symptoms.ts';

/** Of the requests that each would have had, a thread that went to sleep less often than this share served none. */
const SLEPT = 0.5;

/**
 * Threads that may have held a request each: one that does sleeps at least once a request. The helpers of a language
 * and the timers sleep and wake too, and far less often.
 * @param held requests that were held at once
 * @returns null where the threads were not seen
 */
export function threadsServing({ server, load }: Symptoms, held: number): number | null {
  const switches = server?.threadSwitches ?? null;
  if (switches === null) return null;
  const least = Math.max(2, (load.completed / Math.max(1, held)) * SLEPT);
  return switches.filter((times) => times >= least).length;
}

/** A server's event loop, and one thread that listens beside it, in each worker. */
const OWN_THREADS = 3;
const FEWER = 0.9;
const MORE = 1.25;

/**
 * Whether the threads that served are about as many as requests were held at once, so that each may have had one to
 * itself; with fewer, something else than a thread holds a request, and with many more threads are no limit.
 * @param workers each has threads of its own beside; null: unknown, taken for one
 */
export function threadsBeside(
  serving: number,
  held: number,
  workers: number | null,
): 'fewer' | 'as many' | 'more' {
  if (serving < held * FEWER) return 'fewer';
  return serving > held * MORE + OWN_THREADS * (workers ?? 1) ? 'more' : 'as many';
}
