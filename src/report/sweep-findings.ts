import type { EndpointSweep } from '../queueing/sweep-record.ts';
import type { FindingKind } from '../samples/diagnosis.ts';
import { countedNoun } from './figure-text.ts';
import { findingClause } from './finding-sentences.ts';
import { remedyText } from './remedy-text.ts';

/**
 * What a diagnosis can add to a sweep: each would make the ceiling another than it seems. That requests wait for something
 * the sweep tells by itself, from more than one load; and its trials are too short to show a leak or a cold start.
 */
const ADDED: ReadonlySet<FindingKind> = new Set([
  'eventLoopBlocked',
  'cpuSaturated',
  'unevenConnections',
  'acceptQueue',
  'generatorSaturated',
  'errors',
]);

/** What the diagnosis calls the ceiling that the throughputs show: it need not be said twice. */
const SAME: Partial<Record<EndpointSweep['ceiling'], FindingKind>> = {
  blockedLoop: 'eventLoopBlocked',
  cpu: 'cpuSaturated',
};

/** What else was the matter on the most connections, a sentence each. */
export function sweepFindings({ ceiling, diagnosis, points }: EndpointSweep): string[] {
  const most = Math.max(0, ...points.map(({ connections }) => connections));
  return (diagnosis?.findings ?? [])
    .filter(({ kind, confidence }) => ADDED.has(kind) && confidence.level !== 'low' && kind !== SAME[ceiling])
    .map((finding) => {
      const remedy = remedyText([finding]);
      return `On ${countedNoun(most, 'connection')}, ${findingClause([finding])}.${remedy === '' ? '' : ` What would lift it: ${remedy}.`}`;
    });
}
