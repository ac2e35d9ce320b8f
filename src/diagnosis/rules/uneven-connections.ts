import type { Evidence } from '../../samples/diagnosis.ts';
import { isUnevenlySpread } from '../../samples/worker-connections.ts';
import { evidenceOf, makeFinding, remedyOf, type Rule } from '../finding.ts';
import { saturationOf } from '../server-load.ts';
import type { Symptoms } from '../symptoms.ts';

/** Some workers have more connections than they can serve at once, while others could serve more than they have. */
export const unevenConnections: Rule = (symptoms) => {
  const { server, law, lawful, service, load, perSecond } = symptoms;
  const counts = server?.connectionsByWorker ?? law?.connectionsByWorker[0] ?? null;
  if (counts === null || counts.length < 2 || !isUnevenlySpread(counts)) return undefined;
  const isLawful = lawful.limitedBy === 'unevenConnections';
  const aWorker = isLawful ? (law?.slotsAWorker ?? null) : slotsAWorker(symptoms, counts);
  const isOneHot = saturationOf(server) === 'oneWorker' && hottestHasMost(symptoms);
  if (aWorker === null && !isOneHot) return undefined;
  const held = aWorker === null ? null : heldBy(counts, aWorker);
  const evenly = aWorker === null ? null : Math.min(load.connections, aWorker * counts.length);
  const gainsLittle = held !== null && evenly !== null && held > evenly * GAINS;
  if (gainsLittle && !isOneHot && !isLawful) return undefined;
  const allows =
    evenly !== null && service !== null
      ? (evenly / service.ms) * 1_000
      : spreadAllows(perSecond, server?.busyByWorker ?? []);
  return makeFinding({
    kind: 'unevenConnections',
    slots: held,
    limitPerSecond: law?.limitPerSecond ?? perSecond,
    evidence: [
      evidenceOf('connectionsByWorker', 'connections', counts, 'proves', load.connections / counts.length),
      ...(aWorker === null ? [] : heldEvidence(symptoms, aWorker, held, evenly)),
      ...(server === undefined
        ? []
        : [evidenceOf('cpuShareByWorker', 'processors', server.busyByWorker, isOneHot ? 'for' : 'context')]),
    ],
    remedies: [
      remedyOf(
        'spreadConnections',
        Math.round(Math.max(...counts)),
        Math.ceil(load.connections / counts.length),
        allows,
      ),
    ],
  });
};

/** Whether that is so: then what each worker holds at once is not what holds the server. */
export const isUneven = (symptoms: Symptoms): boolean => unevenConnections(symptoms) !== undefined;

/** An even spread that would serve hardly more at once is no remedy. */
const GAINS = 0.95;

function heldEvidence(
  { lawful, perSecond, law, workers }: Symptoms,
  aWorker: number,
  held: number | null,
  evenly: number | null,
): Evidence[] {
  return [
    evidenceOf('slotsAWorker', 'slots', aWorker, 'context', workers),
    evidenceOf(
      'heldAtOnce',
      'requests',
      held,
      lawful.limitedBy === 'unevenConnections' ? 'context' : 'for',
      evenly,
    ),
    ...(lawful.limitedBy === 'unevenConnections'
      ? [evidenceOf('throughput', 'requests/s', perSecond, 'for', law?.limitPerSecond ?? null)]
      : []),
  ];
}

/**
 * How many each worker serves at once, where as many were served in all as the law of utilisation finds and some
 * workers had fewer connections than that: the k for which the sum of min(connections, k) is what was served.
 * @returns null where all workers have enough connections to be full, or none has more than it can serve
 */
function slotsAWorker(
  { isWaiting, heldAtOnce, lawful, server }: Symptoms,
  counts: readonly number[],
): number | null {
  if (isWaiting !== true || heldAtOnce === null || lawful.limitedBy === 'offeredLoad') return null;
  if (lawful.limitedBy === 'slots' || saturationOf(server) === 'machine') return null;
  const most = Math.max(...counts);
  // Bisection: what is served at once rises with k.
  let [low, high] = [0, most];
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (heldBy(counts, middle) < heldAtOnce) low = middle;
    else high = middle;
  }
  const isFull = Math.min(...counts) >= high;
  return isFull || high > most * GAINS ? null : high;
}

const BISECTIONS = 40;

const heldBy = (counts: readonly number[], aWorker: number): number =>
  counts.reduce((sum, connections) => sum + Math.min(connections, aWorker), 0);

/** The workers are listed by their connections. */
function hottestHasMost({ server }: Symptoms): boolean {
  const busy = server?.busyByWorker ?? [];
  return busy[0] !== undefined && busy[0] === Math.max(...busy);
}

/** With all as busy as the busiest. */
function spreadAllows(perSecond: number, busy: readonly number[]): number | null {
  const sum = busy.reduce((total, share) => total + share, 0);
  return sum === 0 ? null : (perSecond * Math.max(...busy) * busy.length) / sum;
}
