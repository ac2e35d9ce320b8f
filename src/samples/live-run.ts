import { z } from 'zod';
import { conditionSchema } from '../plan/plan.ts';

/** Version of the record's form; a change that breaks readers raises it. */
export const LIVE_RUN_SCHEMA = 'loadstone.live/1';

const count = z.int().nonnegative();
const figure = z.number();

/** A trial that is not finished, as far as it has come. */
export const liveTrialSchema = z.object({
  position: z.int().positive().describe("The trial's place in the run"),
  replicate: z.int().positive(),
  condition: conditionSchema,
  because: z.string().nullable().describe('Why it is measured, where that followed from the trials before'),
  state: z
    .enum(['starting', 'ready', 'loaded'])
    .describe('starting: its server is started; ready: its server is up and waits for its load'),
  durationMs: figure.positive().nullable().describe('Of the window; null until it is loaded'),
  requests: count
    .optional()
    .describe('The window ends earlier, once so many requests have ended; absent: time alone ends it'),
  elapsedMs: figure.describe('Since the window started; negative in a warm-up, 0 until it is loaded'),
  counters: z
    .object({
      completed: count,
      completedLate: count,
      timedOut: count,
      failed: count,
      inFlight: count,
    })
    .nullable()
    .describe('Totals of the window; null where the load generator does not say them while it goes on'),
  series: z
    .object({
      intervalMs: figure.positive(),
      completed: z.array(count).describe('Completed in each interval that is over'),
      inFlight: z.array(count).describe('At the end of each'),
    })
    .describe('The window so far, in so few intervals that it can be drawn'),
});

/** How far a run that goes on has come: its runner puts it into the store as it goes, and takes it away at the end. */
export const liveRunSchema = z.object({
  schema: z.literal(LIVE_RUN_SCHEMA),
  at: z.iso.datetime().describe('When it was written; the runner writes every few seconds at least'),
  trials: count.nullable().describe('How many there are to be, at least; null: that follows from the trials'),
  finished: count.describe('Measured, or failed'),
  left: z
    .object({ lowMs: figure.nonnegative(), highMs: figure.nonnegative() })
    .nullable()
    .describe('How long the rest will take; null where nothing tells'),
  live: z.array(liveTrialSchema).describe('Those that go on, in their order'),
});

export type LiveRun = z.output<typeof liveRunSchema>;
export type LiveTrial = z.output<typeof liveTrialSchema>;
