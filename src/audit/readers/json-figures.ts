import { z } from 'zod';

/** Larger is no figure of a load, and would overflow when two are multiplied. */
const LARGEST = 1e18;

/** A number that is zero or above. */
export const figureField = z.number().nonnegative().max(LARGEST);
/** What may be missing, or null for what is no number (JSON has no NaN). */
export const maybeFigureField = figureField.nullish().transform((value) => value ?? null);
export const countField = z.int().nonnegative();
/** Counts by any name. A `Map`, since a name from a file may be `__proto__`. */
export const countsField = z
  .custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
  .transform((value, context): ReadonlyMap<string, number> => {
    const entries = Object.entries(value).map(
      ([name, count]) => [name, countField.safeParse(count).data] as const,
    );
    const counts = new Map<string, number>();
    for (const [name, count] of entries) {
      if (count === undefined) {
        context.addIssue({ code: 'custom', message: 'a count is no whole number' });
        return z.NEVER;
      }
      counts.set(name, count);
    }
    return counts;
  });

export const sumOf = (counts: Iterable<number>): number => {
  let total = 0;
  for (const count of counts) total += count;
  return total;
};
