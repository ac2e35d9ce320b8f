import { z } from 'zod';
import { responseTimeSchema } from './response-time-schema.ts';

const count = z.int().nonnegative();

/**
 * Where each request of a trial ended: inFlightAtStart + started = completed + timedOut + failed + inFlightAtEnd.
 * What a generator that is not Loadstone's own does not say is null.
 */
export const ledgerSchema = z.object({
  inFlightAtStart: count
    .nullable()
    .describe('Sent before the window started and unanswered then; 0 without a warm-up'),
  started: count.nullable(),
  completed: count.describe('Responses that ended inside the window, the late ones included'),
  completedLate: count.nullable().describe('Of the completed, those at or after the time-out'),
  timedOut: count.describe('Given up at the time-out (time-out policy `abort`)'),
  failed: z
    .record(z.string(), count)
    .describe('By phase and reason, such as connect:ECONNREFUSED, as far as the generator tells them apart'),
  inFlightAtEnd: count.nullable().describe('Sent and unanswered when the window ended'),
});

/** Where the arrivals of an open loop ended: unsentAtStart + scheduled = started (in the ledger) + skipped + gaveUpWaiting + unsentAtEnd. */
export const arrivalsSchema = z.object({
  scheduled: count.describe('Due within the window'),
  unsentAtStart: count.describe('Due before the window and not sent when it started'),
  waited: count.describe('Of the started, those that found no free connection and had to wait for one'),
  waitMs: responseTimeSchema.describe('What those waited for a connection'),
  skipped: count.describe('Not sent because the generator was too far behind (catch-up `skip`)'),
  gaveUpWaiting: count.describe('Not sent because they had waited for a connection until their time-out'),
  unsentAtEnd: count.describe('Due and not sent when the window ended'),
});

export type Ledger = z.output<typeof ledgerSchema>;
export type Arrivals = z.output<typeof arrivalsSchema>;
