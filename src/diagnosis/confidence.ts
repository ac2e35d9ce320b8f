import type { Confidence, Evidence } from '../samples/diagnosis.ts';

/**
 * How sure a finding is, by what its evidence speaks. One sign alone may have another cause; two that do not follow
 * from each other hardly do. What was not seen takes nothing away: it is counted, so that a reader can see what more
 * would tell.
 */
export function confidenceOf(evidence: readonly Evidence[]): Confidence {
  const countOf = (speaks: Evidence['speaks']): number =>
    evidence.filter((one) => one.speaks === speaks).length;
  const counts = {
    proofs: countOf('proves'),
    signs: countOf('for'),
    against: countOf('against'),
    unseen: countOf('unseen'),
  };
  return { level: levelOf(counts), ...counts };
}

function levelOf({ proofs, signs, against }: Omit<Confidence, 'level'>): Confidence['level'] {
  const isStrong = proofs > 0 || signs >= 2;
  if (against === 0) {
    if (isStrong) return 'high';
    return signs === 1 ? 'medium' : 'low';
  }
  return against === 1 && isStrong ? 'medium' : 'low';
}
