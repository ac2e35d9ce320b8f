import { z } from 'zod';
import { conditionSchema } from '../plan/plan.ts';
import { timeoutPolicyField } from '../plan/load-settings.ts';

/** Version of the record's form; a change that breaks readers raises it. */
export const TRIAL_SCHEMA = 'loadstone.trial/1';

const count = z.int().nonnegative();
const figure = z.number();
const maybe = figure.nullable();

/** Where each request of a trial ended: started = completed + timedOut + failed + inFlightAtEnd. */
export const ledgerSchema = z.object({
  started: count,
  completed: count.describe('Responses that ended inside the window, the late ones included'),
  completedLate: count.describe('Of the completed, those at or after the time-out'),
  timedOut: count.describe('Given up at the time-out (time-out policy `abort`)'),
  failed: z.record(z.string(), count).describe('By phase and reason, such as connect:ECONNREFUSED'),
  inFlightAtEnd: count.describe('Sent and unanswered when the window ended'),
});

/** Response times of a set of requests, in ms; all null when the set is empty. */
export const responseTimeSchema = z.object({
  count,
  mean: maybe,
  stdev: maybe.describe('Sample standard deviation'),
  withinStdevPercent: maybe.describe('Share within one standard deviation of the mean'),
  min: maybe,
  max: maybe,
  p50: maybe,
  p75: maybe,
  p90: maybe,
  p95: maybe,
  p99: maybe,
  p999: maybe,
  beyondMs: maybe.describe('Where a quantile is null: it is known only to be longer than this'),
});

export const seriesSchema = z.object({
  intervalMs: figure,
  started: z.array(count),
  completed: z.array(count),
  completedLate: z.array(count),
  timedOut: z.array(count),
  failed: z.array(count),
  inFlightAtEnd: z.array(count).describe('At the end of each interval'),
});

export const environmentSchema = z.object({
  cpuModel: z.string(),
  cpuCount: count,
  memoryBytes: count,
  platform: z.string(),
  kernel: z.string(),
  architecture: z.string(),
  nodeVersion: z.string(),
  loadstoneVersion: z.string(),
  loadAverageBefore: z.array(figure).length(3).describe('1, 5 and 15 minutes, before the trial'),
});

/** Everything that is known of one trial; what a report needs, and nothing that has to be measured again. */
export const trialRecordSchema = z.object({
  schema: z.literal(TRIAL_SCHEMA),
  startedAt: z.iso.datetime(),
  condition: conditionSchema.describe('One level of each factor; `endpoint` is the path with its slash'),
  order: z.object({ block: count, replicate: count, position: count }).describe('All from 1'),
  load: z.object({
    url: z.string(),
    loop: z.literal('closed'),
    generatorThreads: count,
    connections: count,
    durationMs: figure,
    timeoutMs: figure,
    timeoutPolicy: timeoutPolicyField,
    transport: z.string().describe('How the requests were sent'),
    stamps: z.enum(['user', 'kernel']).describe('Who stamped the arrival of a response'),
  }),
  windowMs: figure
    .nonnegative()
    .describe('The measurement window: the planned duration, unless the trial was stopped'),
  ledger: ledgerSchema,
  statusCodes: z.record(z.string(), count),
  connections: z.object({
    opened: count,
    closedByServer: count.describe('After a response that said so'),
    neverOpened: count.describe('Of those in `load`, the ones that were not open once'),
  }),
  bytesRead: count,
  throughput: z.object({
    completedPerSecond: figure,
    steadyStatePerSecond: maybe.describe(
      'Connections over the mean of their cycle: the Kaplan-Meier mean response time of the requests started at or after the first completion, and the gap to the next request; null where it cannot be told',
    ),
    bytesReadPerSecond: figure,
  }),
  requestsPerSecondPerThread: z
    .object({ mean: maybe, stdev: maybe, max: maybe, withinStdevPercent: maybe })
    .describe("wrk's Req/Sec: rates of each generator thread over 100 ms, where there was a completion"),
  responseTimeMs: z.object({
    observed: responseTimeSchema.describe('All completed requests, the late ones included'),
    onTime: responseTimeSchema.describe('The completed requests that were not late: what wrk reports'),
  }),
  histograms: z.object({
    observed: z.string().describe("HdrHistogram's compressed form in base64, in microseconds"),
  }),
  series: seriesSchema,
  environment: environmentSchema,
  validity: z.object({ valid: z.boolean(), reasons: z.array(z.string()) }),
});

export type Ledger = z.output<typeof ledgerSchema>;
export type ResponseTime = z.output<typeof responseTimeSchema>;
export type Series = z.output<typeof seriesSchema>;
export type Environment = z.output<typeof environmentSchema>;
export type TrialRecord = z.output<typeof trialRecordSchema>;
