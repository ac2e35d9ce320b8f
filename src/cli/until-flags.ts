import { UserError } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import { TRIALS_AT_LEAST } from '../run/until/condition-precision.ts';
import type { Until } from '../run/until/next-block.ts';

/** How often a condition is measured with `--until`, where nobody says. */
export const REPLICATES_MAX = 30;

/** What of the command line says how many blocks there are. */
export interface UntilFlags {
  /** 0.02 is 2 %. */
  until?: number;
  replicatesMax?: number;
}

/**
 * When blocks are added no more; undefined where their number is fixed.
 * @throws {UserError} when the flags do not go together
 */
export function untilFrom({ until, replicatesMax }: UntilFlags, { replicates }: Plan): Until | undefined {
  if (until === undefined) {
    if (replicatesMax === undefined) return undefined;
    throw new UserError({
      what: 'it limits how many replicates --until adds, and there is no --until',
      where: `--replicates-max ${replicatesMax}`,
      remedy: 'Give --until too, or say how many with --replicates',
    });
  }
  const least = Math.max(replicates, TRIALS_AT_LEAST);
  const replicatesAtMost = replicatesMax ?? Math.max(least, REPLICATES_MAX);
  if (replicatesAtMost < least)
    throw new UserError({
      what: `there are to be ${least} replicates at least`,
      where: `--replicates-max ${replicatesAtMost}`,
      remedy: `Allow ${least} or more`,
    });
  return { halfWidth: until, replicatesAtMost };
}
