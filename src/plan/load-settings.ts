import { z } from 'zod';
import { countField, durationField, endpointField } from './fields.ts';
import { headersField, methodField } from './request-fields.ts';

/**
 * What becomes of a request that has had no response by its time-out: `abort` closes its connection and
 * counts it as timed out, as clients do; `wait` keeps waiting and counts the response as late, as wrk does.
 */
export const timeoutPolicyField = z.enum(['abort', 'wait']);

/** How the arrivals of an open loop are spaced: evenly, or as a Poisson process. */
export const arrivalProcessField = z.enum(['constant', 'poisson']);

/**
 * What becomes of arrivals that fell due while the generator itself was held up: `send` sends them late, with their
 * schedule lag recorded; `skip` counts those too far behind as skipped, so that no burst follows a pause.
 */
export const catchUpField = z.enum(['send', 'skip']);

/** Each generator thread is a worker with memory of its own, and more of them than cores gain nothing. */
const THREADS_AT_MOST = 128;
/** More than any system hands out sockets for; each takes some memory, whether it is opened or not. */
const CONNECTIONS_AT_MOST = 1_000_000;

/** One load; durations are given as text and held in milliseconds. */
export const loadSettingsSchema = z.strictObject({
  generatorThreads: countField
    .max(THREADS_AT_MOST)
    .default(4)
    .describe('Generator threads; connections and arrivals are split evenly over them'),
  connections: countField
    .max(CONNECTIONS_AT_MOST)
    .default(100)
    .describe('Connections, each with one request in flight at a time; in an open loop those it begins with'),
  duration: durationField.describe('Length of the measurement window'),
  requests: countField
    .optional()
    .describe(
      'Ends the window once so many requests were started in it (open loop: were due), and all have ended',
    ),
  timeout: durationField.describe('A response at or after this age is late'),
  timeoutPolicy: timeoutPolicyField.default('abort'),
  endpoint: endpointField.default('/').describe('The path that is requested'),
  method: methodField.optional().describe('Of every request; absent: GET, or POST where there is a body'),
  headers: headersField
    .default({})
    .describe('Sent with every request beside those that it needs; no record of the run has them'),
  body: z.string().optional().describe('Of every request, sent as UTF-8'),
  thinkTime: durationField
    .optional()
    .describe('Closed loop: from a response to the next request on its connection'),
  expectedInterval: durationField
    .optional()
    .describe(
      'Closed loop: how often each connection was meant to send; adds response times corrected for coordinated omission, which are synthetic',
    ),
  ramp: durationField
    .optional()
    .describe(
      'Before the window: connections (closed loop) or the rate (open loop) grow evenly to their full number',
    ),
  warmup: durationField
    .optional()
    .describe('Before the window, after the ramp: full load that is not counted'),
  arrivalsPerSecond: z
    .number()
    .positive()
    .optional()
    .describe('Open loop: requests that arrive a second, whatever the server does; absent: a closed loop'),
  arrivalProcess: arrivalProcessField.default('constant'),
  catchUp: catchUpField.default('send'),
  connectionsMax: countField
    .max(CONNECTIONS_AT_MOST)
    .default(10_000)
    .describe('Open loop: an arrival that finds no free connection opens one, up to so many; then it waits'),
  arrivalSeed: z
    .int()
    .nonnegative()
    .max(0xffff_ffff)
    .default(1)
    .describe('Open loop: decides a Poisson process'),
});

export type LoadSettings = z.output<typeof loadSettingsSchema>;
export type TimeoutPolicy = z.output<typeof timeoutPolicyField>;
export type ArrivalProcess = z.output<typeof arrivalProcessField>;
export type CatchUp = z.output<typeof catchUpField>;

/** The method of a load's requests (RFC 9110 §9.3), where nobody names it. */
export const methodOf = ({ method, body }: Pick<LoadSettings, 'method' | 'body'>): string =>
  method ?? (body === undefined ? 'GET' : 'POST');

/** What is wrong with settings that are each right by themselves. */
export interface SettingsProblem {
  what: string;
  remedy: string;
}

/** Says what does not go together in a load's settings; undefined when all does. */
export function contradictionIn(load: LoadSettings): SettingsProblem | undefined {
  const { connections, generatorThreads, arrivalsPerSecond, connectionsMax, thinkTime, expectedInterval } =
    load;
  if (generatorThreads > THREADS_AT_MOST)
    return {
      what: `${generatorThreads} generator threads are too many`,
      remedy: `Give at most ${THREADS_AT_MOST}, or better one for each core`,
    };
  if (Math.max(connections, connectionsMax) > CONNECTIONS_AT_MOST)
    return {
      what: `${Math.max(connections, connectionsMax)} connections are too many`,
      remedy: `Give at most ${CONNECTIONS_AT_MOST}`,
    };
  if (connections < generatorThreads)
    return {
      what: `${connections} connection${connections === 1 ? '' : 's'} cannot be split over ${generatorThreads} generator threads`,
      remedy: 'Give at least one connection to each',
    };
  if (arrivalsPerSecond === undefined) return undefined;
  if (connectionsMax < connections)
    return {
      what: `an open loop cannot begin with ${connections} connections and have ${connectionsMax} at most`,
      remedy: 'Raise the largest number of connections, or begin with fewer',
    };
  if (thinkTime !== undefined)
    return {
      what: 'an open loop has no think time: its requests arrive by a schedule',
      remedy: 'Leave out the think time or the rate',
    };
  if (expectedInterval !== undefined)
    return {
      what:
        'an open loop needs no expected interval: its response times count from when each request was due, ' +
        'so nothing is omitted',
      remedy: 'Leave out the expected interval or the rate',
    };
  return undefined;
}
