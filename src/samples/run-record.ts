import { z } from 'zod';
import { conditionSchema, publishedCellSchema } from '../plan/plan.ts';
import { diagnosisSchema } from './diagnosis.ts';
import { DEFAULT_MARGIN, effectSchema, interactionSchema } from './effect.ts';
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
  margin: z
    .number()
    .positive()
    .default(DEFAULT_MARGIN)
    .describe('Up to this a ratio of two conditions counts as equivalent: 0.05 is 5 %'),
  until: z
    .object({
      halfWidth: z.number().positive().describe('0.02 is 2 % of the estimate'),
      replicatesAtMost: z.int().positive(),
      ended: z
        .enum(['reached', 'limit', 'noInterval'])
        .nullable()
        .describe(
          'reached: every interval there is is narrow enough; limit: as many blocks were measured as were allowed; noInterval: no condition had a trial that counts; null: the run was ended before',
        ),
      without: z
        .array(z.object({ condition: conditionSchema, because: z.string() }))
        .describe('Conditions of which no trial counted, so that nothing was waited for'),
    })
    .nullable()
    // Records from before there was one have none.
    .default(null)
    .describe('Blocks were added until the intervals were as narrow as this; null: the number was fixed'),
  jobs: z
    .object({
      asked: z.union([z.literal('auto'), z.int().positive()]),
      most: z.int().positive().describe('Trials that went on at the same time'),
      repeated: z
        .array(z.object({ position: z.int().positive(), condition: conditionSchema, busyShare: z.number() }))
        .describe('Trials that were measured again alone, since the machine got busy while they shared it'),
    })
    .nullable()
    .default(null)
    .describe('null: one trial at a time'),
  sweep: z
    .object({
      swept: z.enum(['connections', 'arrivalsPerSecond']),
      answersMeanwhile: z
        .record(z.string(), z.boolean())
        .describe(
          'By endpoint, where it served one request a worker at a time: whether it answered something else meanwhile',
        ),
    })
    .nullable()
    // Records from before there was one have none.
    .default(null)
    .describe(
      'Of a sweep: the factor whose levels followed from the trials before, on a server that was started once for each endpoint; null: the plan had them all',
    ),
  plan: z.object({
    name: z.string(),
    description: z.string().nullable(),
    replicates: z.int().positive().describe('Blocks; with `until` those that were begun'),
    interleave: z
      .string()
      .nullable()
      .default(null)
      .describe('The factor whose levels were measured right after one another'),
    conditions: z.array(conditionSchema).describe("In the plan's own order"),
    published: z.object({ source: z.string(), cells: z.array(publishedCellSchema) }).nullable(),
    targets: z.array(targetRecordSchema).min(1),
  }),
});

/** A run and its finished trials: what the store has and every report reads. */
export const storedRunSchema = z.object({ run: runRecordSchema, trials: z.array(trialRecordSchema) });

/** A run as `run --json` and `report --format json` write it: with what follows from its trials. */
export const runFileSchema = storedRunSchema.extend({
  effects: z.array(effectSchema),
  interactions: z.array(interactionSchema),
  diagnoses: z.array(diagnosisSchema).describe('What holds each condition that was measured'),
});

export type RunRecord = z.output<typeof runRecordSchema>;
export type StoredRun = z.output<typeof storedRunSchema>;
export type RunFile = z.output<typeof runFileSchema>;
