import type { ConcurrencyFit } from '../../queueing/concurrency/concurrency-fit-schema.ts';
import type { EndpointSweep } from '../../queueing/sweep-record.ts';

/**
 * The smallest servers of the same kind that would serve so many connections at once: more workers as they are, or as many
 * workers with more slots.
 * @returns null where this server does, or what limits it is not known
 */
export function serversFor(
  connections: number,
  { ceiling, slots }: ConcurrencyFit,
  workers: number,
): EndpointSweep['toServe'] {
  const limit = slots?.estimate ?? null;
  if (limit === null || limit < 1 || limit >= connections) return null;
  const slotsPerWorker = Math.max(1, Math.round(limit / workers));
  const moreWorkers = { workers: Math.ceil(connections / slotsPerWorker), slotsPerWorker };
  // A loop that is blocked has one slot, whatever it is set to.
  if (ceiling === 'blockedLoop') return { connections, configurations: [moreWorkers] };
  const moreSlots = { workers, slotsPerWorker: Math.ceil(connections / workers) };
  return { connections, configurations: [moreWorkers, moreSlots] };
}
