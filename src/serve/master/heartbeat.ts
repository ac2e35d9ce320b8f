import { milliseconds, type Milliseconds } from '../../units.ts';

const LONGEST_PERIOD_MS = 1_000;

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
 * @param elapsed since the beat before. More than two periods of it do not count: the master itself was held up or
 *   stopped then, and answers may lie unread before it
 */
export function beat(
  unanswered: Milliseconds | undefined,
  elapsed: Milliseconds,
  timeout: Milliseconds,
): Beat {
  if (unanswered === undefined) return { action: 'ping' };
  const now = milliseconds(unanswered + Math.min(elapsed, 2 * beatPeriod(timeout)));
  return timeout > 0 && now >= timeout ? { action: 'kill' } : { action: 'wait', unanswered: now };
}
