import { z } from 'zod';
import { responseTimeSchema } from './response-time-schema.ts';

const count = z.int().nonnegative();
const figure = z.number();
const maybe = figure.nullable();

/** What a worker of the server did between two of its reports, exactly. */
const totalsSchema = z.object({
  fromMs: figure.describe(
    'In ms from the start of the window, as all times here: 0 where the load began with it, else the first report within it',
  ),
  toMs: figure.describe('The last report'),
  requests: count.describe('Answered'),
  failed: count.describe('Of the answered, those the app failed to answer'),
  refused: count.describe('Answered 503 because of the limit in flight; not among the requests'),
  utilisation: maybe.describe('Mean share of the slots that were held, 0 to 1; null where there are none'),
  meanBusySlots: figure,
  meanQueued: figure.describe('Requests that waited for a slot'),
  meanInFlight: figure.describe('Requests that were not answered yet'),
  queueingDelayMs: responseTimeSchema.describe('From the arrival of a request to the start of its handler'),
  serviceTimeMs: responseTimeSchema.describe('From the start of the handler to its end'),
  histograms: z
    .object({ queueingDelay: z.string(), serviceTime: z.string() })
    .describe("HdrHistogram's compressed form in base64, in microseconds"),
  cpuMs: z.object({ user: figure, system: figure }).describe('Of the process with its threads'),
});

/** One element a report; means and shares are over the time since the report before. */
const telemetrySeriesSchema = z.object({
  atMs: z.array(figure).describe('When the report was made'),
  requests: z.array(count).describe('Answered since the report before'),
  meanBusySlots: z.array(figure),
  meanQueued: z.array(figure),
  meanInFlight: z.array(figure),
  cpuShare: z.array(figure).describe('Processor time over time: 1 is one processor'),
  eventLoopUtilisation: z.array(figure).describe('Share of the time that the event loop did not wait'),
  eventLoopDelayP99Ms: z.array(figure),
  eventLoopDelayMaxMs: z.array(figure),
  connections: z.array(count).describe('Open when the report was made'),
  memoryBytes: z.array(count).describe('When the report was made'),
});

const workerTelemetrySchema = z.object({
  place: z.int().positive().describe("The worker's number; one that took another's place has the same"),
  pid: z.int().positive(),
  slots: count.nullable().describe('null: its handlers need none'),
  connectionsMax: count.describe('At any report'),
  memoryBytesMax: count.describe('At any report'),
  totals: totalsSchema.nullable().describe('null: it made one report only'),
  series: telemetrySeriesSchema,
});

/** What the server said of itself during a trial. */
export const serverTelemetrySchema = z.object({
  workers: z.array(workerTelemetrySchema).describe('By place; only those that reported'),
});

export type ServerTelemetry = z.output<typeof serverTelemetrySchema>;
export type WorkerTelemetry = z.output<typeof workerTelemetrySchema>;
