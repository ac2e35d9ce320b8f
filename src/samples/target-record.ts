import { z } from 'zod';
import { seedField } from '../plan/fields.ts';
import { balanceField, workerClassField } from '../plan/server-settings.ts';
import { concurrencyModelSchema } from '../plan/target.ts';

const name = z.string().nullable().describe('Its level of the factor "target"; null: the plan has no other');
const hold = z.string().nullable().describe('As a plan has it; null: unknown');
const workers = z.int().positive().nullable().describe('Where no factor says it; null: unknown');
const model = concurrencyModelSchema
  .nullable()
  .describe('How it is taken to run its handlers; null: nobody says');

const embeddedSchema = z.object({
  kind: z.literal('embedded'),
  name,
  workers: z.int().positive(),
  threads: z.int().positive(),
  workerClass: workerClassField,
  poolSize: z.int().positive(),
  hold: z.string(),
  holdSeed: seedField,
  balance: balanceField,
  workerTimeoutMs: z.number().describe('0: no worker is replaced because it does not answer'),
  limitInFlight: z.int().positive().nullable(),
  app: z.string().nullable().describe('null: the shipped endpoints'),
});

const commandSchema = z.object({
  kind: z.literal('command'),
  name,
  command: z.array(z.string()).describe('Its words, with what the factors vary in braces'),
  env: z.record(z.string(), z.string()),
  workingFolder: z.string().nullable(),
  workers,
  hold,
  model,
});

const urlSchema = z.object({ kind: z.literal('url'), name, url: z.string(), workers, hold, model });

/** What a plan's target is, as far as the factors do not vary it; times at time scale 1. */
export const targetRecordSchema = z.discriminatedUnion('kind', [embeddedSchema, commandSchema, urlSchema]);

export type TargetRecord = z.output<typeof targetRecordSchema>;
