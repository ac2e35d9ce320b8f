import { z } from 'zod';
import { estimateSchema } from './interval.ts';

const count = z.int().nonnegative();
const maybe = z.number().nullable();
const share = z.number().min(0).max(1);

/**
 * Response times over all requests, in ms, by the product-limit estimator (Kaplan & Meier 1958): a request that timed
 * out or was in flight at the end is known only to have taken longer than its age. The intervals take the requests of
 * the trial as independent; between trials they are not to be used.
 */
export const censoredResponseTimeSchema = z.object({
  completed: count,
  unanswered: count.describe(
    'Timed out, or in flight at the end: right-censored at their age. In an open loop with them the arrivals that were never sent, but for the skipped',
  ),
  failed: count.describe('Ended another way: a competing risk'),
  fromMs: z
    .number()
    .describe(
      'Requests that were due (closed loop: started) from here on in the window: 0, or where the warm-up was found to end',
    ),
  mean: estimateSchema.describe('Restricted to `restrictedToMs` where that is not null'),
  restrictedToMs: maybe.describe(
    'The longest age, where nothing completed after it; null: the mean is whole',
  ),
  p50: estimateSchema,
  p75: estimateSchema,
  p90: estimateSchema,
  p95: estimateSchema,
  p99: estimateSchema,
  p999: estimateSchema,
  beyondMs: maybe.describe('Where a quantile or an end is null: it is known only to be longer than this'),
  cumulativeIncidence: z
    .object({ completed: share, failed: share })
    .describe('Of all requests, the share that ends so by the longest age (Aalen & Johansen 1978)'),
});

export type CensoredResponseTime = z.output<typeof censoredResponseTimeSchema>;
