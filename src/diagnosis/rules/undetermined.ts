import type { Evidence, Finding, UndeterminedReason } from '../../samples/diagnosis.ts';
import { evidenceOf, makeFinding, remedyOf } from '../finding.ts';
import type { Symptoms } from '../symptoms.ts';

/** Fewer completed requests than this have no steady state. */
const FEWEST = 10;

/** What no rule can explain, with the reason why not. */
export function undetermined(symptoms: Symptoms): Finding {
  const reason = reasonOf(symptoms);
  return makeFinding({
    kind: 'undetermined',
    reason,
    evidence: evidence(symptoms),
    remedies: [remedyOf('measureMore', ...wanted(symptoms, reason))],
  });
}

function reasonOf({ load, law, lawful, service, server, telemetry }: Symptoms): UndeterminedReason {
  if (load.completed === 0) return 'nothingCompleted';
  if (load.completed < FEWEST) return 'tooFewCompleted';
  if (law !== null && isAbout(law.slots, load.connections)) return 'slotsAboutConnections';
  if (lawful.limitedBy === 'neither') return 'neitherExplains';
  if (isShared(server)) return 'machineShared';
  if (service === null) return 'serviceTimeUnknown';
  return server === undefined && telemetry === undefined ? 'serverNotSeen' : 'neitherExplains';
}

/** Within this of each other, a throughput may be within the threshold of both limits. */
const ABOUT = 0.1;

const isAbout = (slots: number | null, connections: number): boolean =>
  slots !== null && Math.abs(connections / slots - 1) <= ABOUT;

/** Others than the server and the generator had the machine: what was left is no figure of the server's. */
function isShared(server: Symptoms['server']): boolean {
  return (
    server?.machineBusy !== null &&
    server !== undefined &&
    server.machineBusy >= BUSY &&
    (server.serverShare ?? 0) < OWN
  );
}

const BUSY = 0.9;
const OWN = 0.3;

/** What more there would have to be: connections, or completed requests. */
function wanted({ load }: Symptoms, reason: UndeterminedReason): [number, number] {
  switch (reason) {
    case 'nothingCompleted':
    case 'tooFewCompleted':
      return [load.completed, FEWEST];
    case 'slotsAboutConnections':
      return [load.connections, load.connections * 2];
    case 'serviceTimeUnknown':
    case 'serverNotSeen':
    case 'neitherExplains':
    case 'machineShared':
      // With few enough connections nothing waits, and the service time is seen.
      return [load.connections, Math.max(1, Math.floor(load.connections / 10))];
  }
}

function evidence({ load, perSecond, service, heldAtOnce, law, server }: Symptoms): Evidence[] {
  return [
    evidenceOf('connections', 'connections', load.connections, 'context', law?.slots ?? null),
    evidenceOf('completedRequests', 'requests', load.completed, 'context', FEWEST),
    evidenceOf('throughput', 'requests/s', perSecond, 'context', law?.limitPerSecond ?? null),
    evidenceOf('responseTime', 'ms', load.meanMs, load.meanMs === null ? 'unseen' : 'context', load.leastMs),
    evidenceOf('serviceTime', 'ms', service?.ms ?? null, service === null ? 'unseen' : 'context'),
    evidenceOf('heldAtOnce', 'requests', heldAtOnce, heldAtOnce === null ? 'unseen' : 'context'),
    evidenceOf(
      'serverCpu',
      'processors',
      server?.cpu ?? null,
      server === undefined ? 'unseen' : 'context',
      server?.processors ?? null,
    ),
  ];
}
