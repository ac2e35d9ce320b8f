import { z } from 'zod';
import { conditionSchema } from '../plan/plan.ts';
import { arrivalProcessField, catchUpField, timeoutPolicyField } from '../plan/load-settings.ts';
import { censoredResponseTimeSchema } from './censored-response-time.ts';
import { intervalSchema } from './interval.ts';
import { observationSchema } from './observation.ts';
import { predictionSchema } from './prediction.ts';
import { responseTimeSchema } from './response-time-schema.ts';
import { serverTelemetrySchema } from './server-telemetry.ts';

/** Version of the record's form; a change that breaks readers raises it. */
export const TRIAL_SCHEMA = 'loadstone.trial/1';

/** The load generators that a server can be loaded with: Loadstone's own, and other tools that it runs. */
export const loadGeneratorField = z.enum(['loadstone', 'wrk', 'autocannon']);

/** What made a trial: a load generator, or the simulator, which loads a model of a server. */
export const generatorNameField = z.enum([...loadGeneratorField.options, 'simulator']);

const count = z.int().nonnegative();
const figure = z.number();
const maybe = figure.nullable();

/**
 * Where each request of a trial ended: inFlightAtStart + started = completed + timedOut + failed + inFlightAtEnd.
 * What a generator that is not Loadstone's own does not say is null.
 */
export const ledgerSchema = z.object({
  inFlightAtStart: count
    .nullable()
    .describe('Sent before the window started and unanswered then; 0 without a warm-up'),
  started: count.nullable(),
  completed: count.describe('Responses that ended inside the window, the late ones included'),
  completedLate: count.nullable().describe('Of the completed, those at or after the time-out'),
  timedOut: count.describe('Given up at the time-out (time-out policy `abort`)'),
  failed: z
    .record(z.string(), count)
    .describe('By phase and reason, such as connect:ECONNREFUSED, as far as the generator tells them apart'),
  inFlightAtEnd: count.nullable().describe('Sent and unanswered when the window ended'),
});

/** Where the arrivals of an open loop ended: unsentAtStart + scheduled = started (in the ledger) + skipped + gaveUpWaiting + unsentAtEnd. */
export const arrivalsSchema = z.object({
  scheduled: count.describe('Due within the window'),
  unsentAtStart: count.describe('Due before the window and not sent when it started'),
  waited: count.describe('Of the started, those that found no free connection and had to wait for one'),
  waitMs: responseTimeSchema.describe('What those waited for a connection'),
  skipped: count.describe('Not sent because the generator was too far behind (catch-up `skip`)'),
  gaveUpWaiting: count.describe('Not sent because they had waited for a connection until their time-out'),
  unsentAtEnd: count.describe('Due and not sent when the window ended'),
});

export const seriesSchema = z.object({
  intervalMs: figure,
  started: z.array(count),
  completed: z.array(count),
  completedLate: z.array(count),
  timedOut: z.array(count),
  failed: z.array(count),
  inFlightAtEnd: z.array(count).describe('At the end of each interval'),
  responseTimeMs: z
    .object({
      // Records from before the warm-up was looked for have none.
      geometricMean: z.array(maybe).default([]),
      p50: z.array(maybe),
      p90: z.array(maybe),
      p99: z.array(maybe),
      max: z.array(maybe),
    })
    .describe('Of the requests completed in each interval, to 1.6 %; null where there is none'),
});

/** Whether and when a trial settled, by the change-points of its response times. */
export const warmUpSchema = z.object({
  state: z
    .enum(['settled', 'neverSettled', 'tooShort', 'given'])
    .describe(
      'settled: from `cutMs` on; neverSettled: it changed until too late; tooShort: too few intervals had a completion to tell; given: the load had a warm-up before its window, so none was looked for',
    ),
  cutMs: figure.nonnegative().describe('From the start of the window; 0 where nothing was cut'),
});

/** Which load generator it was, and what it took of the window itself. */
export const generatorSchema = z.object({
  // Records from before there were others are Loadstone's own.
  name: generatorNameField.default('loadstone'),
  version: z
    .string()
    .nullable()
    .default(null)
    .describe("As the tool itself gives it; null for Loadstone's own, which is in `environment`"),
  threads: z
    .array(
      z.object({
        cpuMs: figure.describe('Processor time'),
        waitingForCpuMs: maybe.describe(
          'Ready to run, and no processor free; null where the system does not say',
        ),
        busyShare: figure.describe('Of the window, running or waiting for a processor'),
      }),
    )
    .describe('Empty where they were not observed'),
  wasCeiling: z.boolean().describe('A thread was busy for more than 0.9 of the window'),
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
    method: z.string().nullable().default('GET').describe('null: requests of several'),
    loop: z.enum(['closed', 'open']),
    generatorThreads: count,
    connections: count.describe('In an open loop those it began with'),
    durationMs: maybe.describe('null: until the number of requests was done'),
    requests: count.nullable().describe('The number after which the load was to end; null: none'),
    thinkTimeMs: figure.describe('Closed loop: from a response to the next request on its connection'),
    rampMs: figure.describe('Before the window, while the load grew'),
    warmupMs: figure.describe('Before the window, after the ramp'),
    arrivals: z
      .object({
        perSecond: figure,
        process: arrivalProcessField,
        seed: count.describe('Decides a Poisson process'),
        catchUp: catchUpField,
        connectionsMax: count,
      })
      .nullable()
      .describe('What was asked of an open loop; null in a closed one'),
    timeoutMs: figure,
    timeoutPolicy: timeoutPolicyField,
    expectedIntervalMs: maybe
      .default(null)
      .describe(
        'Closed loop: how often each connection was meant to send, to correct for coordinated omission; null: not asked for',
      ),
    tls: z
      .object({ verified: z.boolean().describe("Whether the server's certificate was") })
      .nullable()
      .describe('null: plain HTTP'),
    transport: z
      .string()
      .nullable()
      .describe("How the requests were sent; null where the generator is not Loadstone's own"),
    stamps: z.enum(['user', 'kernel']).describe('Who stamped the arrival of a response'),
  }),
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

export type Ledger = z.output<typeof ledgerSchema>;
export type Generator = z.output<typeof generatorSchema>;
export type LoadGenerator = z.output<typeof loadGeneratorField>;
export type Arrivals = z.output<typeof arrivalsSchema>;
export type WarmUp = z.output<typeof warmUpSchema>;
export type Series = z.output<typeof seriesSchema>;
export type Environment = z.output<typeof environmentSchema>;
export type TrialRecord = z.output<typeof trialRecordSchema>;
