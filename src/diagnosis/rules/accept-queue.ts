import type { Evidence } from '../../samples/diagnosis.ts';
import { evidenceOf, makeFinding, remedyOf, signOf, type Rule } from '../finding.ts';
import { isSaturated } from '../server-load.ts';
import type { Symptoms } from '../symptoms.ts';

/** Connections wait to be accepted, or find no room to wait, while the server has time. */
export const acceptQueue: Rule = (symptoms) => {
  const { server, load } = symptoms;
  const waiting = server?.acceptQueue ?? null;
  const isLong = waiting !== null && waiting >= Math.max(1, load.connections * LONG);
  const isLate = (load.connectP99Ms ?? 0) >= RETRIED_MS;
  if (!isLong && !isLate && (load.neverOpened ?? 0) === 0) return undefined;
  // A connection may be late on its way, too: only a queue that was seen to be full, or not to be emptied, is one.
  if (!isLong && (server?.overflows ?? 0) === 0) return undefined;
  return makeFinding({
    kind: 'acceptQueue',
    limitPerSecond: symptoms.perSecond,
    evidence: [
      ...queueSigns(symptoms, isLong, isLate),
      ...(server === undefined
        ? []
        : [
            evidenceOf(
              'serverCpu',
              'processors',
              server.cpu,
              isSaturated(server) ? 'against' : 'context',
              server.processors,
            ),
          ]),
      ...busySign(symptoms),
    ],
    remedies: [remedyOf('acceptSooner', waiting, 0), remedyOf('longerBacklog', waiting, load.connections)],
  });
};

/** Of the connections: so many in the queue at most readings are not caught in passing. */
const LONG = 0.05;
/** A handshake that was dropped is tried again after a second (RFC 6298, section 2). */
const RETRIED_MS = 900;

function queueSigns({ server, load }: Symptoms, isLong: boolean, isLate: boolean): Evidence[] {
  return [
    signOf(
      'acceptQueue',
      'connections',
      server?.acceptQueue ?? null,
      () => (isLong ? 'for' : 'context'),
      load.connections,
    ),
    signOf(
      'acceptOverflows',
      'connections',
      server?.overflows ?? null,
      (drops) => (drops > 0 ? 'for' : 'context'),
      0,
    ),
    signOf('connectTime', 'ms', load.connectP99Ms, () => (isLate ? 'for' : 'context'), RETRIED_MS),
  ];
}

/** A worker that is in a request all the time has none to accept in: then the queue is where its requests wait. */
const IN_REQUESTS = 0.7;

function busySign({ load, perSecond, workers }: Symptoms): Evidence[] {
  const { leastMs } = load;
  if (leastMs === null || workers === null) return [];
  const held = (perSecond * leastMs) / 1_000;
  const speaks = held >= workers * IN_REQUESTS ? 'against' : held <= workers * IDLE ? 'for' : 'context';
  return [evidenceOf('heldAtOnce', 'requests', held, speaks, workers)];
}

const IDLE = 0.5;
