import type { Evidence } from '../../samples/diagnosis.ts';
import { evidenceOf, makeFinding, remedyOf, signOf, type Rule } from '../finding.ts';
import { growthEvidence } from '../plateau.ts';
import { askedAtOnce, askedPerSecond, isSaturated } from '../server-load.ts';
import type { Symptoms } from '../symptoms.ts';

/** A worker does one request after the other, and sleeps in it: what comes meanwhile lies unread. */
export const eventLoopBlocked: Rule = (symptoms) => {
  const { lawful, known, workers, service } = symptoms;
  const isLawful = lawful.limitedBy === 'slots' && known.workerClass === 'loop';
  if (!isLawful && !isSeenOutside(symptoms)) return undefined;
  const loops = workers ?? 1;
  const [asked, allows] = [askedAtOnce(symptoms), askedPerSecond(symptoms)];
  return makeFinding({
    kind: 'eventLoopBlocked',
    slots: loops,
    limitPerSecond: service && (loops / service.ms) * 1_000,
    evidence: evidence(symptoms, loops, isLawful),
    remedies: [remedyOf('moveOffEventLoop', 1, null, allows), remedyOf('moreWorkers', loops, asked, allows)],
  });
};

/** Requests that a worker serves at once, in the mean: one, less what goes by between two. */
const ONE_AT_LEAST = 0.6;
const ONE_AT_MOST = 1.3;

function isSeenOutside({ lawful, isWaiting, heldAtOnce, workers, server, telemetry }: Symptoms): boolean {
  // Where the law knows of one slot a worker, it says which.
  if (lawful.limitedBy !== 'unknown' && lawful.limitedBy !== 'neither') return false;
  if (isWaiting !== true || heldAtOnce === null || isSaturated(server)) return false;
  // A slot at a time is what a pool of one has too, and its worker says so.
  if (telemetry !== undefined && (telemetry.utilisation ?? 0) > ONE_AT_LEAST) return false;
  const each = heldAtOnce / (workers ?? 1);
  return each >= ONE_AT_LEAST && each <= ONE_AT_MOST;
}

function evidence(symptoms: Symptoms, loops: number, isLawful: boolean): Evidence[] {
  const { load, perSecond, law, service, heldAtOnce, server, telemetry } = symptoms;
  const waiting = Math.max(0, askedAtOnce(symptoms) - loops);
  return [
    evidenceOf('connections', 'connections', askedAtOnce(symptoms), 'context', loops),
    ...(service === null ? [] : [evidenceOf('serviceTime', 'ms', service.ms, 'context')]),
    ...(isLawful
      ? [evidenceOf('throughput', 'requests/s', perSecond, 'for', law?.limitPerSecond ?? null)]
      : [
          evidenceOf('heldAtOnce', 'requests', heldAtOnce, 'for', loops),
          evidenceOf('responseTime', 'ms', load.meanMs, 'context', service?.ms ?? null),
        ]),
    ...(telemetry === undefined || service === null
      ? []
      : [
          signOf(
            'eventLoopDelay',
            'ms',
            telemetry.loopDelayMs,
            (delay) => (delay >= service.ms * BLOCKED ? 'proves' : 'context'),
            service.ms,
          ),
        ]),
    ...(server === undefined
      ? []
      : [
          signOf(
            'unreadRequests',
            'connections',
            server.unread,
            (count) => unreadSpeaks(count, waiting),
            waiting,
          ),
          evidenceOf('serverCpu', 'processors', server.cpu, 'context', server.processors),
        ]),
    ...growthEvidence(symptoms, 'flat'),
  ];
}

/** A loop that is late by as much of a service time was in a request meanwhile. */
const BLOCKED = 0.5;

/** Of those that wait, the share that lies unread where nobody reads; a loop that is free leaves next to none. */
const UNREAD = 0.5;
const READ = 0.1;

function unreadSpeaks(count: number, waiting: number): Evidence['speaks'] {
  if (count >= Math.max(1, waiting * UNREAD)) return 'for';
  return count <= waiting * READ ? 'against' : 'context';
}
