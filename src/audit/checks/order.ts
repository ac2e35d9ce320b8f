import { broken, cannotTell, figure, holds, type Check, type CheckFigure } from '../check.ts';
import { isSurelyAbove, type StatedFigure } from '../stated-figure.ts';
import type { StatedResult } from '../stated-result.ts';

interface Point {
  readonly name: string;
  readonly ms: StatedFigure;
}

/** Quantiles rise with their share, from the least to the largest, and the mean lies between those two. */
export function order({ latency }: StatedResult): Check {
  if (latency === null) return cannotTell('order', ['response times']);
  const { minMs, maxMs, meanMs, quantiles } = latency;
  const rising = [
    ...point('min', minMs),
    ...quantiles.map(({ share, ms }) => ({ name: quantileName(share), ms })),
    ...point('max', maxMs),
  ];
  const chains = [rising, [...point('min', minMs), ...point('mean', meanMs), ...point('max', maxMs)]];
  if (chains.every(({ length }) => length < 2))
    return cannotTell('order', ['quantiles, or the least and the largest response time']);
  const pairs = chains.flatMap(fallingPairs);
  return pairs.length === 0 ? holds('order', rising.map(shown)) : broken('order', 'outOfOrder', pairs);
}

const point = (name: string, ms: StatedFigure | null): Point[] => (ms === null ? [] : [{ name, ms }]);

/** `p50`, `p99.9`. */
export const quantileName = (share: number): string => `p${Number((share * 100).toPrecision(10))}`;

/** Of each two figures beside one another that fall, both; a figure that is out of order falls to one of its neighbours. */
function fallingPairs(chain: readonly Point[]): CheckFigure[] {
  return chain.flatMap((after, index) => {
    const before = chain[index - 1];
    return before !== undefined && isSurelyAbove(before.ms, after.ms) ? [shown(before), shown(after)] : [];
  });
}

const shown = ({ name, ms }: Point): CheckFigure => figure(name, 'ms', ms);
