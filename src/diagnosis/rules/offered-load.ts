import type { Evidence, Remedy } from '../../samples/diagnosis.ts';
import { evidenceOf, makeFinding, remedyOf, signOf, type Rule } from '../finding.ts';
import { growthEvidence } from '../plateau.ts';
import { askedPerSecond } from '../server-load.ts';
import { fallsBehind, type Symptoms } from '../symptoms.ts';
import { isWithinThreshold } from '../threshold.ts';

/** The clients ask for no more: nothing waits in the server, and with so many connections none could do more. */
export const offeredLoad: Rule = (symptoms) => {
  const evidence = symptoms.load.loop === 'open' ? arrivalsServed(symptoms) : cyclesAreService(symptoms);
  if (evidence === undefined) return undefined;
  return makeFinding({
    kind: 'offeredLoad',
    limitPerSecond: askedPerSecond(symptoms),
    evidence: [...evidence, ...nothingWaits(symptoms), ...growthEvidence(symptoms, 'grows')],
    remedies: [remedy(symptoms)],
  });
};

function cyclesAreService(symptoms: Symptoms): Evidence[] | undefined {
  const { load, perSecond, lawful, law, service, isWaiting, firstBatch } = symptoms;
  const isLawful = lawful.limitedBy === 'offeredLoad';
  if (!isLawful && lawful.limitedBy !== 'unknown') return undefined;
  // With a few slots fewer than connections either may be the limit.
  if (!isLawful && law?.slots && law.slots < load.connections) return undefined;
  if (!isLawful && (service === null || isWaiting !== false)) return undefined;
  const limit = askedPerSecond(symptoms);
  return [
    evidenceOf('connections', 'connections', load.connections, 'context'),
    ...(service === null ? [] : [evidenceOf('serviceTime', 'ms', service.ms, 'context')]),
    ...(load.thinkTimeMs === 0 ? [] : [evidenceOf('thinkTime', 'ms', load.thinkTimeMs, 'context')]),
    ...(lawful.isSeenInBatches && law?.batches
      ? [
          evidenceOf('wholeBatches', 'batches', law.batches, 'context'),
          completedSign(load.completed, law.batches * load.connections),
        ]
      : [throughputSign(perSecond, limit)]),
    ...(law?.slots
      ? [
          signOf(
            'slots',
            'slots',
            law.slots,
            (slots) => (slots >= load.connections ? 'for' : 'context'),
            load.connections,
          ),
        ]
      : []),
    ...(firstBatch === null
      ? []
      : [
          evidenceOf(
            'firstBatch',
            'requests',
            firstBatch,
            isWithinThreshold(firstBatch, load.connections) ? 'for' : 'context',
            load.connections,
          ),
        ]),
  ];
}

const completedSign = (completed: number, expected: number): Evidence =>
  evidenceOf('completedRequests', 'requests', completed, 'for', expected);

/** Little's law: it is the same to say that a request takes no longer than its service. */
const throughputSign = (perSecond: number, limit: number | null): Evidence =>
  evidenceOf('throughput', 'requests/s', perSecond, 'for', limit);

function arrivalsServed(symptoms: Symptoms): Evidence[] | undefined {
  const { load, perSecond } = symptoms;
  if (load.arrivalsPerSecond === null || fallsBehind(load)) return undefined;
  return [
    signOf(
      'throughput',
      'requests/s',
      perSecond,
      (rate) => (rate >= (load.arrivalsPerSecond ?? 0) * SERVED ? 'for' : 'against'),
      load.arrivalsPerSecond,
    ),
    signOf('inFlightGrowth', 'requests/s', load.inFlightGrowthPerSecond, () => 'for', 0),
    evidenceOf('unsentArrivals', 'share', load.unsentShare, 'context'),
  ];
}

/** Poisson arrivals of a short trial are a few more or fewer than asked for. */
const SERVED = 0.9;

/** Requests that lie unread in the server's sockets, or wait to be accepted, wait. */
function nothingWaits({ server, telemetry, load }: Symptoms): Evidence[] {
  const few = Math.max(1, load.connections * FEW);
  return [
    ...(server === undefined || server.unread === null
      ? []
      : [
          signOf(
            'unreadRequests',
            'connections',
            server.unread,
            (count) => (count <= few ? 'for' : 'against'),
            few,
          ),
        ]),
    ...(telemetry === undefined
      ? []
      : [signOf('queued', 'requests', telemetry.queued, (count) => (count <= few ? 'for' : 'against'), few)]),
  ];
}

/** Of the connections: so many may be caught in the moment between. */
const FEW = 0.1;

function remedy({ load, law, service }: Symptoms): Remedy {
  const action = 'moreConnections';
  const from = load.arrivalsPerSecond ?? load.connections;
  if (law?.slots && law.slots > load.connections && service !== null)
    return remedyOf(action, from, law.slots, (law.slots / service.ms) * 1_000);
  // Twice as much is what shows most for the time it takes.
  const twice = askedTwice(load.arrivalsPerSecond, load.connections, service?.ms ?? null, load.thinkTimeMs);
  return remedyOf(action, from, from * 2, twice);
}

function askedTwice(
  arrivals: number | null,
  connections: number,
  serviceMs: number | null,
  thinkMs: number,
): number | null {
  if (arrivals !== null) return arrivals * 2;
  return serviceMs === null ? null : ((connections * 2) / (serviceMs + thinkMs)) * 1_000;
}
