import { z } from 'zod';
import { arrivalProcessField, catchUpField, timeoutPolicyField } from '../plan/load-settings.ts';

const count = z.int().nonnegative();
const figure = z.number();
const maybe = figure.nullable();

/** What load was asked for, and how it was sent. */
export const trialLoadSchema = z.object({
  url: z.string(),
  method: z.string().nullable().default('GET').describe('null: requests of several'),
  loop: z.enum(['closed', 'open']),
  generatorThreads: count,
  connections: count.describe('In an open loop those it began with'),
  durationMs: maybe.describe('null: until the number of requests was done'),
  requests: count.nullable().describe('The number after which the load was to end; null: none'),
  thinkTimeMs: figure.describe('Closed loop: from a response to the next request on its connection'),
  rampMs: figure.describe('Before the window, while the load grew'),
  warmupMs: figure.describe('Before the window, after the ramp'),
  arrivals: z
    .object({
      perSecond: figure,
      process: arrivalProcessField,
      seed: count.describe('Decides a Poisson process'),
      catchUp: catchUpField,
      connectionsMax: count,
    })
    .nullable()
    .describe('What was asked of an open loop; null in a closed one'),
  timeoutMs: figure,
  timeoutPolicy: timeoutPolicyField,
  expectedIntervalMs: maybe
    .default(null)
    .describe(
      'Closed loop: how often each connection was meant to send, to correct for coordinated omission; null: not asked for',
    ),
  tls: z
    .object({ verified: z.boolean().describe("Whether the server's certificate was") })
    .nullable()
    .describe('null: plain HTTP'),
  transport: z
    .string()
    .nullable()
    .describe("How the requests were sent; null where the generator is not Loadstone's own"),
  stamps: z.enum(['user', 'kernel']).describe('Who stamped the arrival of a response'),
});
