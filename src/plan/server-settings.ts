import { z } from 'zod';
import { countField, durationField } from './fields.ts';

/** How the embedded server runs a handler; see the concurrency models in docs/architecture.md. */
export const workerClassField = z.enum(['pool']);

/** What the embedded server is started with; durations are given as text and held in milliseconds. */
export const serverSettingsSchema = z.strictObject({
  workers: countField.default(1).describe('Worker processes'),
  threads: countField.default(1).describe('Threads a worker, for the worker classes that have them'),
  workerClass: workerClassField.default('pool'),
  poolSize: countField.default(40).describe('Pool threads a worker: how many sync handlers run at once'),
  hold: durationField.default(durationField.parse('10s')).describe('How long the shipped endpoints take'),
});

export type ServerSettings = z.output<typeof serverSettingsSchema>;
export type WorkerClass = z.output<typeof workerClassField>;
