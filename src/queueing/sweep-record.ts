import { z } from 'zod';
import { diagnosisSchema } from '../samples/diagnosis.ts';
import { estimateSchema } from '../samples/interval.ts';
import { concurrencyFitSchema } from './concurrency/concurrency-fit-schema.ts';

/** Version of the record's form; a change that breaks readers raises it. */
export const SWEEP_SCHEMA = 'loadstone.sweep/1';

const count = z.int().nonnegative();
const figure = z.number();
const maybe = figure.nullable();

const endedSchema = z.object({
  state: z
    .enum(['enough', 'limit', 'failed', 'interrupted', 'stored'])
    .describe(
      'enough: known as exactly as was asked; limit: time, connections or completions were used up before; failed: the server could not be measured further; interrupted: by a signal; stored: read again from a stored run',
    ),
  because: z.string().describe('A clause'),
});

const configurationSchema = z.object({
  workers: z.int().positive(),
  slotsPerWorker: z.int().positive(),
});

const goalSchema = z.object({
  figure: z.enum(['p50Ms', 'p99Ms', 'meanMs', 'steadyPerSecond']),
  value: figure.describe('A time is to be below it, a throughput above it'),
});

/** A load that was measured to see whether it meets the goals. */
const verificationSchema = z.object({
  connections: count,
  isMet: z.boolean(),
  figures: z
    .array(z.object({ goal: goalSchema, value: maybe, isMet: z.boolean() }))
    .describe('One for each goal'),
});

/** What a server takes with all goals met, from the model and then measured. */
const capacitySchema = z.object({
  goals: z.array(goalSchema),
  connections: count.nullable().describe('The most that meet all goals; null: none do'),
  perSecond: maybe.describe('The throughput that the model has there'),
  isAtLeast: z.boolean().describe('No more connections than these were tried'),
  configurations: z
    .array(configurationSchema)
    .describe('The smallest servers that would serve what was asked for with the goals met'),
  because: z.string().nullable().describe('What stands in the way, as a clause; null: nothing'),
  verification: verificationSchema.nullable().describe('null: not measured'),
});

/** One endpoint under more and more connections. */
export const endpointSweepSchema = concurrencyFitSchema.extend({
  endpoint: z.string(),
  ended: endedSchema,
  tookMs: figure.describe('From the start of the first trial to the end of the last'),
  toServe: z
    .object({ connections: count, configurations: z.array(configurationSchema) })
    .nullable()
    .describe(
      'The smallest servers that would serve so many connections at once; null where this one does, or it is not known',
    ),
  capacity: capacitySchema.nullable().describe('null: no goal was given'),
  diagnosis: diagnosisSchema.nullable().describe('Of the most connections that were measured'),
});

/** One endpoint at higher and higher rates. */
export const rateSweepSchema = z.object({
  endpoint: z.string(),
  ended: endedSchema,
  tookMs: figure,
  highestPerSecond: estimateSchema.describe('The highest rate at which the queue does not grow'),
  points: z.array(
    z.object({
      arrivalsPerSecond: figure,
      completedPerSecond: figure,
      p99ResponseTimeMs: maybe,
      backlog: z.enum(['grows', 'steady', 'undetermined']),
      growthPerSecond: estimateSchema.describe('Requests a second by which the queue grew'),
    }),
  ),
});

/** What `sweep --json` writes. */
export const sweepSchema = z.object({
  schema: z.literal(SWEEP_SCHEMA),
  run: z.string().describe('The stored run that has its trials'),
  startedAt: z.iso.datetime(),
  state: z.enum(['running', 'finished', 'interrupted']),
  endpoints: z.array(endpointSweepSchema).describe('Of a sweep over connections'),
  rates: z.array(rateSweepSchema).describe('Of a search for the highest rate'),
});

export type SweepEnd = z.output<typeof endedSchema>;
export type SweepCapacity = z.output<typeof capacitySchema>;
export type EndpointSweep = z.output<typeof endpointSweepSchema>;
export type RateSweep = z.output<typeof rateSweepSchema>;
export type SweepRecord = z.output<typeof sweepSchema>;
export type SweepConfiguration = z.output<typeof configurationSchema>;
