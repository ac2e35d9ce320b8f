import type { Generator } from '../samples/generator-schema.ts';
import { nanosecondsToMilliseconds } from '../units.ts';
import type { ThreadUsage } from './thread-usage.ts';

/** A thread that is busy for more of the window than this may have had no time for what the server could do. */
const CEILING = 0.9;
/** In a shorter window the share says nothing: a thread is busy with its beginning and its end. */
const SHORTEST_TELLING_MS = 200;

/** Says what the generator's threads took of the window, and whether that was all they could. */
export function generatorUsage(usages: readonly ThreadUsage[]): Pick<Generator, 'threads' | 'wasCeiling'> {
  const threads = usages.map(({ span, running, waiting }) => ({
    cpuMs: nanosecondsToMilliseconds(running),
    waitingForCpuMs: waiting === undefined ? null : nanosecondsToMilliseconds(waiting),
    busyShare: span === 0 ? 0 : Math.min(1, (running + (waiting ?? 0)) / span),
  }));
  const wasCeiling = usages.some(
    ({ span }, thread) =>
      nanosecondsToMilliseconds(span) >= SHORTEST_TELLING_MS && (threads[thread]?.busyShare ?? 0) > CEILING,
  );
  return { threads, wasCeiling };
}
