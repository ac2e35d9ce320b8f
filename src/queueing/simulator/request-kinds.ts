import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { RequestKind } from './simulation-model.ts';

/** Says of which kind the next request is, by its number: by chance, with the weight of each; undefined: all are alike. */
export function requestKinds(
  kinds: readonly RequestKind[],
  generator: RandomGenerator,
): (() => number) | undefined {
  if (kinds.length === 1) return undefined;
  let total = 0;
  const upTo = Float64Array.from(kinds, ({ weight }) => (total += weight));
  return () => {
    const drawn = uniformFloat64(generator) * total;
    let kind = 0;
    while (kind < upTo.length - 1 && drawn >= (upTo[kind] ?? 0)) kind++;
    return kind;
  };
}
