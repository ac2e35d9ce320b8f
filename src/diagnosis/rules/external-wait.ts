import type { Evidence } from '../../samples/diagnosis.ts';
import { evidenceOf, makeFinding, remedyOf, signOf, type Rule } from '../finding.ts';
import { growthEvidence } from '../plateau.ts';
import { askedAtOnce, askedPerSecond, isSaturated } from '../server-load.ts';
import type { Symptoms } from '../symptoms.ts';
import { threadsBeside, threadsServing } from '../threads-serving.ts';
import { isUneven } from './uneven-connections.ts';

/** Requests are read and wait, with processors and threads to spare: for something outside the server. */
export const externalWait: Rule = (symptoms) => {
  const { isWaiting, heldAtOnce, server, lawful, load } = symptoms;
  if (lawful.limitedBy !== 'unknown' && lawful.limitedBy !== 'neither') return undefined;
  // That processors are left has to be seen.
  if (server === undefined || isSaturated(server)) return undefined;
  if (isWaiting !== true || heldAtOnce === null || isUneven(symptoms)) return undefined;
  // What lies unread waits for a loop or a thread of the server itself.
  if (unreadSpeaks(server.unread ?? 0, load.connections - heldAtOnce) === 'against') return undefined;
  const isFree = slotsAreFree(symptoms);
  if (isFree === false || (isFree === null && !threadsAreFree(symptoms))) return undefined;
  return makeFinding({
    kind: 'externalWait',
    slots: Math.round(heldAtOnce),
    limitPerSecond: symptoms.perSecond,
    evidence: evidence(symptoms, isFree),
    remedies: [
      remedyOf('raiseUpstream', Math.round(heldAtOnce), askedAtOnce(symptoms), askedPerSecond(symptoms)),
    ],
  });
};

/** Slots of which fewer are held than this share of what could be are no limit. */
const HELD = 0.9;

/** As the server says, or what is known of its slots; null where nobody does, or none are taken. */
function slotsAreFree({ telemetry, law, heldAtOnce, load }: Symptoms): boolean | null {
  const utilisation = telemetry?.utilisation ?? null;
  if (utilisation !== null && utilisation > 0) return utilisation < HELD && (telemetry?.queued ?? 0) < 1;
  if (law?.slots) return (heldAtOnce ?? 0) < Math.min(law.heldAtOnce, load.connections) * HELD;
  return null;
}

/** As many threads as requests are held would be a pool; fewer, or many more, are not what holds them. */
function threadsAreFree(symptoms: Symptoms): boolean {
  const held = symptoms.heldAtOnce ?? 0;
  const serving = threadsServing(symptoms, held);
  return serving !== null && threadsBeside(serving, held, symptoms.workers) !== 'as many';
}

function evidence(symptoms: Symptoms, isFree: boolean | null): Evidence[] {
  const { load, service, heldAtOnce, server, telemetry, law, workers } = symptoms;
  const held = heldAtOnce ?? 0;
  return [
    evidenceOf('responseTime', 'ms', load.meanMs, 'context', service?.ms ?? null),
    evidenceOf('heldAtOnce', 'requests', heldAtOnce, 'context', askedAtOnce(symptoms)),
    ...(telemetry?.utilisation
      ? [
          evidenceOf(
            'utilisation',
            'share',
            telemetry.utilisation,
            isFree === true ? 'proves' : 'against',
            HELD,
          ),
        ]
      : []),
    ...(law?.slots
      ? [evidenceOf('slots', 'slots', law.slots, isFree === true ? 'for' : 'context', held)]
      : []),
    ...(server === undefined
      ? []
      : [
          signOf(
            'threadsServing',
            'threads',
            threadsServing(symptoms, held),
            (serving) => (threadsBeside(serving, held, workers) === 'as many' ? 'context' : 'for'),
            held,
          ),
          signOf(
            'unreadRequests',
            'connections',
            server.unread,
            (count) => unreadSpeaks(count, load.connections - held),
            0,
          ),
          evidenceOf('serverCpu', 'processors', server.cpu, 'for', server.processors),
        ]),
    ...growthEvidence(symptoms, 'flat'),
  ];
}

/** Of those that wait: what is read waits within the server. */
const READ = 0.1;
const UNREAD = 0.5;

function unreadSpeaks(count: number, waiting: number): Evidence['speaks'] {
  if (count <= Math.max(1, waiting * READ)) return 'for';
  return count >= waiting * UNREAD ? 'against' : 'context';
}
