import { z } from 'zod';

const count = z.int().nonnegative();
const maybe = z.number().nullable();

/**
 * Response times of a set of requests, in ms; all null when the set is empty, and each one that a generator other
 * than Loadstone's own does not say.
 */
export const responseTimeSchema = z.object({
  count,
  mean: maybe,
  stdev: maybe.describe('Sample standard deviation'),
  withinStdevPercent: maybe.describe('Share within one standard deviation of the mean'),
  min: maybe,
  max: maybe,
  p50: maybe,
  p75: maybe,
  p90: maybe,
  p95: maybe,
  p99: maybe,
  p999: maybe,
  beyondMs: maybe.describe('Where a quantile is null: it is known only to be longer than this'),
});

export type ResponseTime = z.output<typeof responseTimeSchema>;
