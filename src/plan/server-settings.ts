import { z } from 'zod';
import { countField, holdField, seedField, spanField } from './fields.ts';

/** How the embedded server runs a handler; see the concurrency models in docs/architecture.md. */
export const workerClassField = z.enum(['pool', 'gthread', 'sync', 'loop']);

/** How connections reach the workers. */
export const balanceField = z.enum(['round-robin', 'reuseport', 'shared']);

/** Each thread is one of the kernel's, with a stack and a V8 of its own: some 10 MB. */
const MOST_THREADS = 4096;
const threadsField = countField.max(MOST_THREADS, `a worker has at most ${MOST_THREADS} threads`);

/** What the embedded server is started with; durations are given as text and held in milliseconds. */
export const serverSettingsSchema = z.strictObject({
  workers: countField.default(1).describe('Worker processes'),
  threads: threadsField.default(1).describe('Threads a worker, for the worker class gthread'),
  workerClass: workerClassField.default('pool'),
  poolSize: threadsField
    .default(40)
    .describe('Pool threads a worker, for the worker class pool: how many sync handlers run at once'),
  hold: holdField
    .default(holdField.parse('10s'))
    .describe('How long the shipped endpoints take: a duration, or a distribution such as exp:250ms'),
  holdSeed: seedField.default(1).describe('Decides the holds where they are drawn from a distribution'),
  balance: balanceField
    .default('round-robin')
    .describe(
      'How connections reach the workers: dealt in turn by the master, spread by the kernel over sockets of their own, or taken by whoever wakes first',
    ),
  workerTimeout: spanField
    .default(spanField.parse('30s'))
    .describe("A worker whose event loop does not answer for this long is replaced; '0s': never"),
  limitInFlight: countField
    .optional()
    .describe('Requests in flight a worker, beyond which it answers 503; none when absent'),
  app: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A module with handlers of your own, from the working directory; the shipped endpoints when absent',
    ),
});

export type ServerSettings = z.output<typeof serverSettingsSchema>;
export type WorkerClass = z.output<typeof workerClassField>;
export type Balance = z.output<typeof balanceField>;
