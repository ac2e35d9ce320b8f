import { z } from 'zod';

const maybe = z.number().nullable();

/** A range of values that agree with the data, at 95 % confidence. */
export const intervalSchema = z.object({ low: z.number(), high: z.number() });

/**
 * A quantity with its interval. `null` is what the data do not reach: an estimate or an end that lies beyond the
 * longest duration seen, or an interval that one trial alone cannot have.
 */
export const estimateSchema = z.object({ estimate: maybe, low: maybe, high: maybe });

export type Interval = z.output<typeof intervalSchema>;
export type Estimate = z.output<typeof estimateSchema>;
