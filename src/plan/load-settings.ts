import { z } from 'zod';
import { countField, durationField, endpointField } from './fields.ts';

/**
 * What becomes of a request that has had no response by its time-out: `abort` closes its connection and
 * counts it as timed out, as clients do; `wait` keeps waiting and counts the response as late, as wrk does.
 */
export const timeoutPolicyField = z.enum(['abort', 'wait']);

/** One closed-loop load; durations are given as text and held in milliseconds. */
export const loadSettingsSchema = z.strictObject({
  generatorThreads: countField
    .default(4)
    .describe('Generator threads; the connections are split evenly over them'),
  connections: countField.default(100).describe('Connections, each with one request in flight at a time'),
  duration: durationField.describe('Length of the measurement window'),
  timeout: durationField.describe('A response at or after this age is late'),
  timeoutPolicy: timeoutPolicyField.default('abort'),
  endpoint: endpointField.default('/').describe('The path that is requested'),
});

export type LoadSettings = z.output<typeof loadSettingsSchema>;
export type TimeoutPolicy = z.output<typeof timeoutPolicyField>;

/** Each generator thread needs a connection of its own. */
export function connectionsSuffice(load: Pick<LoadSettings, 'connections' | 'generatorThreads'>): boolean {
  return load.connections >= load.generatorThreads;
}
