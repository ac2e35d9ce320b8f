import { z } from 'zod';
import { parseHold, type Hold } from './hold.ts';
import { milliseconds, parseDuration, type Milliseconds } from '../units.ts';

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

/** A duration that may be nothing: `0`, `0s`. */
export const spanField = z
  .string()
  .meta({ description: 'A duration with its unit, or 0', examples: ['30s', '0'] })
  .transform((text, context): Milliseconds => {
    const duration = text.trim() === '0' ? milliseconds(0) : parseDuration(text);
    if (duration !== undefined) return duration;
    context.addIssue({
      code: 'custom',
      message: `"${text}" is not a duration; write 0, or a number and a unit, such as 250ms or 30s`,
    });
    return z.NEVER;
  });

/** A hold, always as long or drawn from a distribution: `250ms`, `exp:250ms`, `lognormal:250ms:0.8`, `uniform:100ms:400ms`. */
export const holdField = z
  .string()
  .meta({
    description: 'A duration, which may be 0, or a distribution: its mean, and what else it has',
    examples: ['10s', 'exp:250ms', 'lognormal:250ms:0.8', 'uniform:100ms:400ms'],
  })
  .transform((text, context): Hold => {
    const hold = parseHold(text);
    if (hold !== undefined) return hold;
    context.addIssue({
      code: 'custom',
      message: `"${text}" is not a hold; write a duration such as 250ms, or exp:MEAN, lognormal:MEAN:SIGMA (above 0, at most 10) or uniform:LOW:HIGH`,
    });
    return z.NEVER;
  });

/** A whole number from 1 on. */
export const countField = z.int().positive();

/** The path of an endpoint, with its slash. */
export const endpointField = z.string().regex(/^\/\S*$/, 'an endpoint is a path that begins with a slash');

/** What starts a random generator: a whole number that fits 32 bits. */
export const seedField = z.int().nonnegative().max(0xffff_ffff);
