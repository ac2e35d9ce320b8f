import { isTrouble } from '../diagnosis/finding.ts';
import type { EndpointSweep } from '../queueing/sweep-record.ts';
import type { FindingKind } from '../samples/diagnosis.ts';
import { countedNoun } from './figure-text.ts';
import { findingClause } from './finding-sentences.ts';
import { remedyText } from './remedy-text.ts';

/** What the diagnosis calls the ceiling that the throughputs show: it need not be said twice. */
const SAME: Readonly<Record<EndpointSweep['ceiling'], FindingKind | null>> = {
  slots: 'poolSlots',
  blockedLoop: 'eventLoopBlocked',
  cpu: 'cpuSaturated',
  none: null,
  contention: null,
  undetermined: null,
};

/** What else was the matter on the most connections, a sentence each. */
export function sweepFindings({ ceiling, diagnosis, points }: EndpointSweep): string[] {
  const most = Math.max(0, ...points.map(({ connections }) => connections));
  return (diagnosis?.findings ?? [])
    .filter(
      (finding) => isTrouble(finding) && finding.confidence.level !== 'low' && finding.kind !== SAME[ceiling],
    )
    .map((finding) => {
      const remedy = remedyText(finding);
      return `On ${countedNoun(most, 'connection')}, ${findingClause([finding])}.${remedy === '' ? '' : ` What would lift it: ${remedy}.`}`;
    });
}
