import { z } from 'zod';
import { conditionSchema, publishedCellSchema } from '../plan/plan.ts';
import { targetRecordSchema } from './target-record.ts';
import { trialRecordSchema } from './trial-record.ts';

/** Version of the record's form; a change that breaks readers raises it. */
export const RUN_SCHEMA = 'loadstone.run/1';

/** One execution of a plan. */
export const runRecordSchema = z.object({
  schema: z.literal(RUN_SCHEMA),
  id: z.string(),
  state: z.enum(['running', 'finished', 'interrupted']),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  timeScale: z.number().positive().describe('What hold, duration and time-out were multiplied by'),
  seed: z.int().nonnegative(),
  loadstoneVersion: z.string(),
  command: z.array(z.string()).describe('The command line that made this run'),
  failedTrials: z
    .array(z.object({ position: z.int().positive(), condition: conditionSchema, reason: z.string() }))
    .describe('Trials that could not be measured, and why'),
  warnings: z.array(z.string()).describe('What was said of the plan before it ran'),
  plan: z.object({
    name: z.string(),
    description: z.string().nullable(),
    replicates: z.int().positive(),
    conditions: z.array(conditionSchema).describe("In the plan's own order"),
    published: z.object({ source: z.string(), cells: z.array(publishedCellSchema) }).nullable(),
    targets: z.array(targetRecordSchema).min(1),
  }),
});

/** A run and its finished trials: what `run --json` writes and every report reads. */
export const storedRunSchema = z.object({ run: runRecordSchema, trials: z.array(trialRecordSchema) });

export type RunRecord = z.output<typeof runRecordSchema>;
export type StoredRun = z.output<typeof storedRunSchema>;
