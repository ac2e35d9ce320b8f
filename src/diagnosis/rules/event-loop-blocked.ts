import type { Evidence } from '../../samples/diagnosis.ts';
import { evidenceOf, makeFinding, remedyOf, signOf, type Rule } from '../finding.ts';
import { growthEvidence } from '../plateau.ts';
import { askedAtOnce, askedPerSecond, isSaturated } from '../server-load.ts';
import type { Symptoms } from '../symptoms.ts';
import { isUneven } from './uneven-connections.ts';

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

function isSeenOutside(symptoms: Symptoms): boolean {
  const { lawful, server, telemetry, load } = symptoms;
  // Where the law knows of one slot a worker, it says which.
  if (lawful.limitedBy !== 'unknown' && lawful.limitedBy !== 'neither') return false;
  if (isSaturated(server) || load.completed === 0 || isUneven(symptoms)) return false;
  // A slot at a time is what a pool of one has too, and its worker says so.
  if (telemetry !== undefined && (telemetry.utilisation ?? 0) > ONE_AT_LEAST) return false;
  return doesOneAtOnce(symptoms) ?? leavesUnread(symptoms);
}

/** Requests that a worker serves at once, in the mean: one, less what goes by between two. */
const ONE_AT_LEAST = 0.6;
const ONE_AT_MOST = 1.3;

/** Null where the service time is not known. */
function doesOneAtOnce({ isWaiting, heldAtOnce, workers }: Symptoms): boolean | null {
  if (isWaiting === null || heldAtOnce === null) return null;
  const each = heldAtOnce / (workers ?? 1);
  return isWaiting && each >= ONE_AT_LEAST && each <= ONE_AT_MOST;
}

/** Most requests lie unread, and even with the least response time no worker did more than one at once. */
function leavesUnread({ server, load, perSecond, workers }: Symptoms): boolean {
  if (server === undefined || server.unread === null || load.leastMs === null) return false;
  const atMost = (perSecond * load.leastMs) / 1_000;
  const waiting = load.connections - (workers ?? 1);
  return server.unread >= Math.max(2, waiting * UNREAD) && atMost <= (workers ?? 1) * ONE_AT_MOST;
}

function evidence(symptoms: Symptoms, loops: number, isLawful: boolean): Evidence[] {
  const { load, perSecond, law, service, heldAtOnce, telemetry } = symptoms;
  return [
    evidenceOf('connections', 'connections', askedAtOnce(symptoms), 'context', loops),
    ...(service === null ? [] : [evidenceOf('serviceTime', 'ms', service.ms, 'context')]),
    evidenceOf('responseTime', 'ms', load.meanMs, 'context', load.leastMs),
    ...(isLawful
      ? [evidenceOf('throughput', 'requests/s', perSecond, 'for', law?.limitPerSecond ?? null)]
      : []),
    ...(isLawful || heldAtOnce === null ? [] : [heldSign(heldAtOnce, loops, symptoms)]),
    ...(telemetry === undefined || service === null ? [] : [delaySign(telemetry.loopDelayMs, service.ms)]),
    ...sleepsUnread(symptoms, loops),
    ...growthEvidence(symptoms, 'flat'),
  ];
}

/** As many as processors compute at once, too: that these are left has to be seen. */
const heldSign = (held: number, loops: number, { server }: Symptoms): Evidence =>
  evidenceOf('heldAtOnce', 'requests', held, server === undefined ? 'context' : 'for', loops);

const delaySign = (loopDelayMs: number | null, serviceMs: number): Evidence =>
  signOf(
    'eventLoopDelay',
    'ms',
    loopDelayMs,
    (delay) => (delay >= serviceMs * BLOCKED ? 'proves' : 'context'),
    serviceMs,
  );

/** Requests lie unread, and the worker that would have to read them sleeps. */
function sleepsUnread(symptoms: Symptoms, loops: number): Evidence[] {
  const { server } = symptoms;
  if (server === undefined) return [];
  const waiting = Math.max(0, askedAtOnce(symptoms) - loops);
  const unread = signOf(
    'unreadRequests',
    'connections',
    server.unread,
    (count) => unreadSpeaks(count, waiting),
    waiting,
  );
  const sleeps = unread.speaks === 'for' && server.cpu <= loops * SLEEPS;
  return [
    unread,
    evidenceOf('serverCpu', 'processors', server.cpu, sleeps ? 'for' : 'context', server.processors),
  ];
}

/** Of its workers' processors, the most that a server uses whose requests only sleep. */
const SLEEPS = 0.5;
/** A loop that is late by as much of a service time was in a request meanwhile. */
const BLOCKED = 0.5;

/** Of those that wait, the share that lies unread where nobody reads; a loop that is free leaves next to none. */
const UNREAD = 0.5;
const READ = 0.1;

function unreadSpeaks(count: number, waiting: number): Evidence['speaks'] {
  if (count >= Math.max(1, waiting * UNREAD)) return 'for';
  return count <= waiting * READ ? 'against' : 'context';
}
