import { z } from 'zod';
import { parseDuration, type Milliseconds } from '../units.ts';

/** A duration as people write it (`10s`, `250ms`, `1m`), read as milliseconds above zero. */
export const durationField = z
  .string()
  .meta({ description: 'A duration with its unit: 500us, 250ms, 10s, 1m, 1h', examples: ['10s'] })
  .transform((text, context): Milliseconds => {
    const duration = parseDuration(text);
    if (duration !== undefined && duration > 0) return duration;
    context.addIssue({
      code: 'custom',
      message: `"${text}" is not a duration; write a number above zero and a unit, such as 250ms, 10s or 1m`,
    });
    return z.NEVER;
  });

/** A whole number from 1 on. */
export const countField = z.int().positive();

/** The path of an endpoint, with its slash. */
export const endpointField = z.string().regex(/^\/\S*$/, 'an endpoint is a path that begins with a slash');
