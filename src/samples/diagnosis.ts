import { z } from 'zod';
import { conditionSchema } from '../plan/plan.ts';

const count = z.int().nonnegative();
const figure = z.number();
const maybe = figure.nullable();

/** What can hold a server, or be the matter with it. */
export const findingKindField = z.enum([
  'poolSlots',
  'eventLoopBlocked',
  'cpuSaturated',
  'unevenConnections',
  'acceptQueue',
  'offeredLoad',
  'generatorSaturated',
  'externalWait',
  'errors',
  'memoryGrowth',
  'coldStart',
  'undetermined',
]);

/** What a piece of evidence is a figure of; the words for it are the report's. */
export const evidenceFigureField = z.enum([
  'connections',
  'throughput',
  'throughputBefore',
  'connectionsBefore',
  'wholeBatches',
  'firstBatch',
  'responseTime',
  'serviceTime',
  'thinkTime',
  'heldAtOnce',
  'slots',
  'slotsAWorker',
  'utilisation',
  'eventLoopDelay',
  'queued',
  'inFlightGrowth',
  'unsentArrivals',
  'connectionsByWorker',
  'cpuShareByWorker',
  'serverCpu',
  'machineBusy',
  'generatorBusy',
  'inFlight',
  'threadsServing',
  'unreadRequests',
  'acceptQueue',
  'acceptOverflows',
  'connectTime',
  'errorShare',
  'statusErrors',
  'failedRequests',
  'timedOutRequests',
  'memoryStart',
  'memoryEnd',
  'memoryGrowthRate',
  'memoryRising',
  'warmUp',
  'responseTimeBefore',
  'trialsAgreeing',
  'completedRequests',
]);

export const evidenceUnitField = z.enum([
  'requests/s',
  'requests',
  'connections',
  'slots',
  'threads',
  'batches',
  'ms',
  'share',
  'processors',
  'bytes',
  'bytes/s',
  'trials',
]);

/** One figure of the record, and what it says of a finding. */
export const evidenceSchema = z.object({
  figure: evidenceFigureField,
  value: z
    .union([figure, z.array(figure)])
    .nullable()
    .describe('A list has one element a worker, the most connections first; null: it could not be seen'),
  unit: evidenceUnitField,
  reference: maybe.describe(
    'What it is held against: the limit, or the threshold of the rule; null: nothing',
  ),
  speaks: z
    .enum(['proves', 'for', 'against', 'unseen', 'context'])
    .describe(
      'proves: it is the thing itself, counted or told by the server; for, against: a sign, independent of the others; unseen: it would be one, and was not seen; context: needed to read the others',
    ),
});

/** How sure a finding is: it follows from what its evidence speaks, and from nothing else. */
export const confidenceSchema = z.object({
  level: z
    .enum(['high', 'medium', 'low'])
    .describe(
      'high: a proof or two signs, and nothing against; medium: one sign and nothing against, or as for high with one sign against; low: less',
    ),
  proofs: count,
  signs: count.describe('That speak for it'),
  against: count,
  unseen: count,
});

/** A change that would lift it, with the numbers. */
export const remedySchema = z.object({
  action: z.enum([
    'moreSlotsAWorker',
    'moreWorkers',
    'moreProcessors',
    'lessWorkARequest',
    'moveOffEventLoop',
    'spreadConnections',
    'spreadRequests',
    'longerBacklog',
    'acceptSooner',
    'moreConnections',
    'moreGeneratorThreads',
    'raiseUpstream',
    'mendErrors',
    'findLeak',
    'warmUpFirst',
    'measureMore',
  ]),
  from: maybe.describe('What there is now, of what the action changes; null: it has no number'),
  to: maybe.describe('What it takes; null: it cannot be told'),
  allowsPerSecond: maybe.describe('The throughput that would be allowed then, with all else equal'),
});

/** Why no ceiling can be named. */
export const undeterminedReasonField = z.enum([
  'nothingCompleted',
  'tooFewCompleted',
  'slotsAboutConnections',
  'serviceTimeUnknown',
  'serverNotSeen',
  'neitherExplains',
  'machineShared',
]);

/** One thing that a condition shows, with its evidence and the change that would mend it. */
export const findingSchema = z.object({
  kind: findingKindField,
  limitPerSecond: maybe.describe('The throughput that it allows; null: it is no limit, or it has no number'),
  slots: maybe.describe('How many requests are held at once: of `poolSlots` and its like; else null'),
  reason: undeterminedReasonField.nullable().describe('Of `undetermined`; else null'),
  evidence: z.array(evidenceSchema),
  confidence: confidenceSchema,
  remedies: z.array(remedySchema).describe('Each for itself is enough; the first is the plainest'),
});

/** What holds a condition, and what else is the matter with it. */
export const diagnosisSchema = z.object({
  condition: conditionSchema,
  trials: count.describe('That it is said of: the valid ones, or the invalid ones where there are no others'),
  ceiling: findingKindField.describe('That of the first finding'),
  findings: z
    .array(findingSchema)
    .min(1)
    .describe('The ceiling first; `offeredLoad` and `undetermined` are no trouble'),
});

export type FindingKind = z.output<typeof findingKindField>;
export type EvidenceFigure = z.output<typeof evidenceFigureField>;
export type Evidence = z.output<typeof evidenceSchema>;
export type Confidence = z.output<typeof confidenceSchema>;
export type Remedy = z.output<typeof remedySchema>;
export type UndeterminedReason = z.output<typeof undeterminedReasonField>;
export type Finding = z.output<typeof findingSchema>;
export type Diagnosis = z.output<typeof diagnosisSchema>;
