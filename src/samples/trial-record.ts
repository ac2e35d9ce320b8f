import { z } from 'zod';
import { conditionSchema } from '../plan/plan.ts';
import { censoredResponseTimeSchema } from './censored-response-time.ts';
import { environmentSchema } from './environment-schema.ts';
import { generatorSchema } from './generator-schema.ts';
import { intervalSchema } from './interval.ts';
import { arrivalsSchema, ledgerSchema } from './ledger-schema.ts';
import { observationSchema } from './observation.ts';
import { predictionSchema } from './prediction.ts';
import { responseTimeSchema } from './response-time-schema.ts';
import { seriesSchema, warmUpSchema } from './series-schema.ts';
import { serverTelemetrySchema } from './server-telemetry.ts';
import { trialLoadSchema } from './trial-load-schema.ts';

/** Version of the record's form; a change that breaks readers raises it. */
export const TRIAL_SCHEMA = 'loadstone.trial/1';

const count = z.int().nonnegative();
const figure = z.number();
const maybe = figure.nullable();

/** Everything that is known of one trial; what a report needs, and nothing that has to be measured again. */
export const trialRecordSchema = z.object({
  schema: z.literal(TRIAL_SCHEMA),
  startedAt: z.iso.datetime(),
  condition: conditionSchema.describe('One level of each factor; `endpoint` is the path with its slash'),
  order: z.object({ block: count, replicate: count, position: count }).describe('All from 1'),
  load: trialLoadSchema,
  windowMs: figure
    .nonnegative()
    .describe('The measurement window: the planned duration, unless the trial was stopped'),
  ledger: ledgerSchema,
  arrivals: arrivalsSchema.nullable().describe('In an open loop'),
  statusCodes: z.record(z.string(), count).nullable().describe('null: the generator does not say'),
  statusErrors: count
    .nullable()
    .default(null)
    .describe('Responses with a status of 400 or above, where no more than their number is known'),
  connections: z
    .object({
      used: count.describe('Those the load had; one that is closed and opened again is still one'),
      opened: count.describe('How often one was opened'),
      reused: count.describe('Requests on a connection that had carried one before'),
      closedByServer: count.describe('After a response that said so'),
      closedWhileFree: count.describe('By the server, while they carried no request'),
      neverOpened: count.describe('Of the used, the ones that were not open once'),
    })
    .nullable()
    .describe('From before the load began to its end; null: the generator does not say'),
  bytesRead: count,
  throughput: z.object({
    completedPerSecond: figure,
    steadyStatePerSecond: maybe.describe(
      'Closed loop: connections over the mean of their cycle, that is the Kaplan-Meier mean response time of the requests started at or after the first completion, and the gap to the next request. Open loop: the mean over the whole intervals of the series. Without the warm-up that was found; null where it cannot be told',
    ),
    steadyStateInterval: intervalSchema
      .nullable()
      // Records from before there was one have none.
      .default(null)
      .describe('95 %, of this trial alone: trials scatter more than that'),
    bytesReadPerSecond: figure,
  }),
  requestsPerSecondPerThread: z
    .object({ mean: maybe, stdev: maybe, max: maybe, withinStdevPercent: maybe })
    .describe("wrk's Req/Sec: rates of each generator thread over 100 ms, where there was a completion"),
  responseTimeMs: z.object({
    observed: responseTimeSchema.describe('All completed requests, the late ones included'),
    onTime: responseTimeSchema.describe('The completed requests that were not late: what wrk reports'),
    uncorrected: responseTimeSchema
      .nullable()
      .describe('Open loop: counted from the actual start, not from when the request was due'),
    censored: censoredResponseTimeSchema
      .nullable()
      .default(null)
      .describe(
        'Over all requests, those without a response too; null where the generator does not know them',
      ),
    synthetic: responseTimeSchema
      .nullable()
      .default(null)
      .describe(
        'Closed loop: corrected for coordinated omission with an expected interval that was asked for. Samples were added that nobody measured',
      ),
  }),
  timeToFirstByteMs: responseTimeSchema
    .nullable()
    .describe('From the actual start to the first byte of the response'),
  connectTimeMs: responseTimeSchema.nullable().describe('From asking for a connection to having it'),
  scheduleLagMs: responseTimeSchema
    .nullable()
    .describe(
      "The generator's own delay: from when a request was due, and a connection free for it, to its start",
    ),
  histograms: z
    .object({
      observed: z.string(),
      uncorrected: z.string().nullable(),
      timeToFirstByte: z.string(),
      connectTime: z.string(),
      scheduleLag: z.string(),
      unanswered: z
        .string()
        .nullable()
        .default(null)
        .describe('Ages of all requests that timed out or were in flight at the end'),
      failed: z
        .string()
        .nullable()
        .default(null)
        .describe('Ages of all requests that failed; 0 where it was not sent'),
    })
    .nullable()
    .describe("HdrHistogram's compressed form in base64, in microseconds"),
  series: seriesSchema.nullable(),
  warmUp: warmUpSchema
    .nullable()
    .default(null)
    .describe('What the series says of a warm-up within the window; null where there is no series'),
  generator: generatorSchema,
  rawSamples: z
    .object({
      written: count,
      dropped: count.describe('Not in the file: it could not be written fast enough'),
    })
    .nullable()
    .describe('Requests that were kept each for itself in a file; null where none was asked for'),
  telemetry: serverTelemetrySchema
    .nullable()
    // Records from before there was any have none.
    .default(null)
    .describe('What the workers of the server said of themselves; null where the server says nothing'),
  observation: observationSchema
    .nullable()
    .default(null)
    .describe('What was seen of the server from outside; null where it was not observed'),
  prediction: predictionSchema
    .nullable()
    // Records from before there was one have none.
    .default(null)
    .describe('What the simulator expected of the trial; null where too little is known of the server'),
  environment: environmentSchema,
  validity: z.object({ valid: z.boolean(), reasons: z.array(z.string()) }),
});

export type TrialRecord = z.output<typeof trialRecordSchema>;
