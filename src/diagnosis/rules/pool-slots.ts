import type { Evidence, Remedy } from '../../samples/diagnosis.ts';
import { evidenceOf, makeFinding, remedyOf, signOf, type Rule } from '../finding.ts';
import { growthEvidence } from '../plateau.ts';
import { askedAtOnce, askedPerSecond, isSaturated } from '../server-load.ts';
import type { Symptoms } from '../symptoms.ts';
import { threadsBeside, threadsServing } from '../threads-serving.ts';
import { isUneven } from './uneven-connections.ts';

/** So many requests are held at once, each by a thread or a worker of its own, and the others wait for one. */
export const poolSlots: Rule = (symptoms) => {
  const { lawful, known, telemetry } = symptoms;
  const isLawful = lawful.limitedBy === 'slots' && known.workerClass !== 'loop';
  const isTold = (telemetry?.utilisation ?? 0) >= FULL && (telemetry?.queued ?? 0) >= 1;
  if (!isLawful && !isTold && !isSeenOutside(symptoms)) return undefined;
  const slots = slotsOf(symptoms);
  if (slots === null) return undefined;
  const { service } = symptoms;
  return makeFinding({
    kind: 'poolSlots',
    slots,
    limitPerSecond: symptoms.law?.limitPerSecond ?? (service && (slots / service.ms) * 1_000),
    evidence: evidence(symptoms, slots),
    remedies: remedies(symptoms, slots),
  });
};

/** Slots that are held for more of the time are full: one is free for a moment between two requests. */
const FULL = 0.95;
/** Of a limit, what is as good as all of it: some time goes by between two requests. */
const NEARLY = 0.9;
/** A worker that holds no more than this at once may be one that does one after the other. */
const SEVERAL = 1.5;

/** Requests wait; as many threads are in use as requests are served at once; and processors are left. */
function isSeenOutside(symptoms: Symptoms): boolean {
  const { lawful, law, isWaiting, heldAtOnce, workers, server } = symptoms;
  if (lawful.limitedBy === 'unevenConnections' || lawful.limitedBy === 'offeredLoad') return false;
  if (isWaiting !== true || heldAtOnce === null || isSaturated(server) || isUneven(symptoms)) return false;
  if (heldAtOnce < (workers ?? 1) * SEVERAL) return false;
  // Those that are known of are not what holds it while some are free.
  if (law !== null && heldAtOnce < law.heldAtOnce * NEARLY) return false;
  const serving = threadsServing(symptoms, heldAtOnce);
  return serving === null || threadsBeside(serving, heldAtOnce, workers) === 'as many';
}

/** As said of the server; else as many as were answered together; else as many as Little's law finds. */
function slotsOf({ law, telemetry, firstBatch, heldAtOnce }: Symptoms): number | null {
  if (law !== null) return law.slots;
  if (telemetry?.slots) return telemetry.slots;
  const isBatch =
    firstBatch !== null && heldAtOnce !== null && Math.abs(firstBatch / heldAtOnce - 1) <= ABOUT;
  return isBatch ? Math.round(firstBatch) : heldAtOnce && Math.round(heldAtOnce);
}

const ABOUT = 0.15;

function evidence(symptoms: Symptoms, slots: number): Evidence[] {
  const { load, perSecond, law, lawful, service, heldAtOnce, firstBatch, telemetry, server, workers } =
    symptoms;
  const limit = law?.limitPerSecond ?? null;
  const isLawful = lawful.limitedBy === 'slots';
  return [
    evidenceOf('connections', 'connections', askedAtOnce(symptoms), 'context', slots),
    ...(service === null ? [] : [evidenceOf('serviceTime', 'ms', service.ms, 'context')]),
    ...(lawful.isSeenInBatches && law?.batches
      ? [
          evidenceOf('wholeBatches', 'batches', law.batches, 'context'),
          evidenceOf('completedRequests', 'requests', load.completed, 'for', law.batches * law.heldAtOnce),
        ]
      : [evidenceOf('throughput', 'requests/s', perSecond, isLawful ? 'for' : 'context', limit)]),
    ...(isLawful || heldAtOnce === null || service === null
      ? []
      : [
          evidenceOf('responseTime', 'ms', load.meanMs, server === undefined ? 'context' : 'for', service.ms),
        ]),
    ...(firstBatch === null
      ? []
      : [
          evidenceOf(
            'firstBatch',
            'requests',
            firstBatch,
            Math.abs(firstBatch / slots - 1) <= ABOUT ? 'for' : 'context',
            slots,
          ),
        ]),
    ...(telemetry === undefined || telemetry.utilisation === null
      ? []
      : [
          evidenceOf(
            'utilisation',
            'share',
            telemetry.utilisation,
            utilisationSpeaks(telemetry.utilisation),
            1,
          ),
        ]),
    ...(server === undefined
      ? []
      : [
          signOf(
            'threadsServing',
            'threads',
            threadsServing(symptoms, slots),
            (serving) => (threadsBeside(serving, slots, workers) === 'as many' ? 'for' : 'context'),
            slots,
          ),
          signOf(
            'serverCpu',
            'processors',
            server.cpu,
            () => (isSaturated(server) ? 'against' : 'context'),
            server.processors,
          ),
        ]),
    ...growthEvidence(symptoms, 'flat'),
  ];
}

function utilisationSpeaks(utilisation: number): Evidence['speaks'] {
  if (utilisation >= FULL) return 'proves';
  return utilisation >= NEARLY ? 'for' : 'context';
}

function remedies(symptoms: Symptoms, slots: number): Remedy[] {
  const { known } = symptoms;
  const [asked, allows] = [askedAtOnce(symptoms), askedPerSecond(symptoms)];
  const workers = symptoms.workers ?? 1;
  const aWorker = slots / workers;
  const moreWorkers = remedyOf('moreWorkers', workers, Math.ceil(asked / aWorker), allows);
  // A worker that does one request at a time has no more slots to be given.
  if (known.workerClass === 'sync') return [moreWorkers];
  return [moreWorkers, remedyOf('moreSlotsAWorker', Math.round(aWorker), Math.ceil(asked / workers), allows)];
}
