/** A server's own threads: its event loop, the timers and the helpers of its language, in each worker. */
const OWN_THREADS = 10;
const FEWER = 0.9;
const MORE = 1.25;

/**
 * Whether the threads that ran are about as many as requests were held at once, so that each may have had one to
 * itself; with fewer, something else than a thread holds a request, and with many more threads are no limit.
 * @param workers each has threads of its own beside; null: unknown, taken for one
 */
export function threadsBeside(
  used: number,
  held: number,
  workers: number | null,
): 'fewer' | 'as many' | 'more' {
  if (used < held * FEWER) return 'fewer';
  return used > held * MORE + OWN_THREADS * (workers ?? 1) ? 'more' : 'as many';
}
