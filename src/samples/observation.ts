import { z } from 'zod';

const count = z.int().nonnegative();
const figure = z.number();
const maybe = figure.nullable();

/** One element a reading, at the observation's `atMs`; null where the process was not there or could not be read. */
const processSeriesSchema = z.object({
  cpuShare: z.array(maybe).describe('Processor time over time since the reading before: 1 is one processor'),
  memoryBytes: z.array(count.nullable()).describe('Resident'),
  threads: z.array(count.nullable()),
  threadsRunning: z.array(count.nullable()).describe('On a processor or ready for one'),
  connections: z.array(count.nullable()).describe("Established on the server's port and accepted"),
});

/** One process of the server during the window; what the system does not say is null. */
export const observedProcessSchema = z.object({
  pid: z.int().positive(),
  parentPid: count,
  command: z.string().describe('Its command line, cut to 200 characters'),
  isWorker: z
    .boolean()
    .describe(
      'It accepts connections: it held the listening socket and no child of it did, or the server itself says so',
    ),
  firstSeenMs: figure.describe('From the start of the window; 0 where it was there before'),
  lastSeenMs: figure,
  endedWithin: z.boolean().describe('It was gone by the first reading at or after the end of the window'),
  cpuMs: z
    .object({ total: figure, user: maybe, system: maybe })
    .describe('Processor time; of a process that ended, up to the last reading of it'),
  waitingForCpuMs: maybe.describe('Its threads together: ready to run, and no processor free'),
  memoryBytesMax: count,
  threadsMax: count.nullable(),
  threadStates: z
    .object({ running: figure, sleeping: figure, blocked: figure, other: figure })
    .nullable()
    .describe('How many threads were in each state, in the mean over the readings'),
  threadSwitches: z
    .array(count)
    .nullable()
    // Records from before they were counted have none.
    .default(null)
    .describe(
      'How often each of its threads that ran, helpers of its language apart, went to sleep by itself, since shortly before the window: the most first, and at most 500',
    ),
  contextSwitches: z.object({ voluntary: count, involuntary: count }).nullable(),
  connections: z
    .object({ mean: figure, max: count, atEnd: count })
    .nullable()
    .describe("Established on the server's port and accepted by this process"),
  series: processSeriesSchema,
});

/** The socket on which the server listens. */
const listeningSchema = z.object({
  acceptQueueMax: count.nullable().describe('Connections that waited to be accepted, at any reading'),
  acceptQueue: z.array(count.nullable()).describe('At each reading'),
  unread: z
    .array(count.nullable())
    // Records from before they were counted have none.
    .default([])
    .describe('Accepted connections with bytes that the server had not read, at each reading'),
  overflows: count
    .nullable()
    .describe('Connections dropped because an accept queue was full (ListenOverflows), on the whole machine'),
  holdersLeast: count
    .nullable()
    .describe(
      'Fewest workers that held the listening socket at any reading, or that ran where the server says itself which they are',
    ),
});

/** Shares of all the processors together over the window; 1 is the whole machine. */
const machineSchema = z.object({
  busyShare: figure,
  serverShare: figure,
  generatorShare: figure.describe('The load generator, and Loadstone with it'),
  othersShare: figure.describe('Everything else that ran'),
  stolenShare: figure.describe('Taken by the hypervisor for others'),
});

/** What could be seen of the server from outside while it was loaded, with nothing installed in it. */
export const observationSchema = z.object({
  source: z.enum(['proc', 'pidusage']),
  notSeen: z.array(z.string()).describe('What could not be seen, and why; each a clause'),
  workersExpected: count.nullable(),
  atMs: z
    .array(figure)
    .describe(
      'When each reading was made, from the start of the window: the last at or before it, to the first at or after its end',
    ),
  processes: z.array(observedProcessSchema).describe('The workers first, then the others, each by pid'),
  listening: listeningSchema.nullable(),
  machine: machineSchema.nullable(),
  cost: z
    .object({ cpuMs: figure, coreShare: figure.describe('Of one processor') })
    .describe('What the observation itself took'),
});

export type Observation = z.output<typeof observationSchema>;
export type ObservedProcess = z.output<typeof observedProcessSchema>;
