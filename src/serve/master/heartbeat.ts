import { milliseconds, type Milliseconds } from '../../units.ts';

const LONGEST_PERIOD_MS = 1_000;
/** Starting 4 × 40 threads on a busy machine may take 10 s, whatever the timeout. */
const LEAST_START_MS = 60_000;

/** How often workers are asked for a sign of life. @param timeout 0: they are never killed, and asked all the same */
export function beatPeriod(timeout: Milliseconds): Milliseconds {
  return milliseconds(timeout === 0 ? LONGEST_PERIOD_MS : Math.min(LONGEST_PERIOD_MS, timeout / 4));
}

/** What is due for a worker at a beat. */
export type Beat =
  | { readonly action: 'ping' }
  | { readonly action: 'wait'; readonly unanswered: Milliseconds }
  | { readonly action: 'kill' };

/**
 * Decides for one worker at one beat.
 * @param unanswered how long its last ping was unanswered at the beat before; undefined: it has been answered
 * @param elapsed since the beat before
 */
export function beat(
  unanswered: Milliseconds | undefined,
  elapsed: Milliseconds,
  timeout: Milliseconds,
): Beat {
  if (unanswered === undefined) return { action: 'ping' };
  const now = milliseconds(unanswered + counted(elapsed, timeout));
  return timeout > 0 && now >= timeout ? { action: 'kill' } : { action: 'wait', unanswered: now };
}

/** How long a worker may take until it is ready. */
export function startLimit(timeout: Milliseconds): Milliseconds {
  return milliseconds(timeout === 0 ? Infinity : Math.max(timeout, LEAST_START_MS));
}

/** How long a worker has been starting at a beat. @param before the same at the beat before */
export function startingFor(
  before: Milliseconds,
  elapsed: Milliseconds,
  timeout: Milliseconds,
): Milliseconds {
  return milliseconds(before + counted(elapsed, timeout));
}

/**
 * More than two periods do not count: the master itself was held up or stopped then, and answers may lie unread
 * before it.
 */
function counted(elapsed: Milliseconds, timeout: Milliseconds): number {
  return Math.min(elapsed, 2 * beatPeriod(timeout));
}
