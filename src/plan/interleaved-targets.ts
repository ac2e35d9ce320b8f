import { z } from 'zod';
import { TARGET_FACTOR } from './plan.ts';

/** What a second command makes of a plan that has one target. */
interface InterleavedTargets {
  targets: { a: unknown; b: unknown };
  interleave: typeof TARGET_FACTOR;
}

/**
 * The plan's own target as `a`, and as `b` the server that a command starts, measured in turn with it. Where the plan's
 * starts by a command too, the two have everything else in common; else what is known of its hold.
 */
export function interleavedTargets(target: unknown, command: string): InterleavedTargets {
  const own = z.looseObject({ kind: z.string() }).safeParse(target).data;
  const shared = own?.kind === 'command' ? own : { hold: own?.['hold'] };
  return { targets: { a: target, b: { ...shared, kind: 'command', command } }, interleave: TARGET_FACTOR };
}
