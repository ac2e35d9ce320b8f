import { blockModel, type BlockModel, type BlockTrial } from './block-model.ts';
import type { LogContrast } from './log-contrast.ts';

/**
 * Estimates contrasts between conditions from trials in randomised blocks. Only the trials of the conditions that have a
 * weight are used: the noise of others would widen every interval. Blocks are left out of the model where too few are
 * whole to tell them from the conditions, as when trials are missing; what they scatter then counts as noise.
 * @returns what gives a contrast, or undefined where a condition has no trial
 */
export function contrastEstimator(
  trials: readonly BlockTrial[],
): (weights: ReadonlyMap<string, number>) => LogContrast | undefined {
  const byCell = Map.groupBy(trials, ({ cell }) => cell);
  const models = new Map<string, BlockModel>();
  const modelOf = (kind: keyof typeof TRIALS_OF, cells: readonly string[]): BlockModel => {
    const key = JSON.stringify([kind, ...cells]);
    const known = models.get(key);
    if (known !== undefined) return known;
    const model = blockModel(TRIALS_OF[kind](cells.flatMap((cell) => byCell.get(cell) ?? [])));
    models.set(key, model);
    return model;
  };

  return (weights) => {
    const cells = [...weights.keys()].toSorted();
    if (!cells.every((cell) => byCell.has(cell))) return undefined;
    const blocked = modelOf('inBlocks', cells).contrast(weights);
    return blocked === undefined || blocked.error === null
      ? modelOf('withoutBlocks', cells).contrast(weights)
      : blocked;
  };
}

const TRIALS_OF = {
  /** A block with a single trial says nothing of the difference between conditions. */
  inBlocks: (trials: readonly BlockTrial[]): readonly BlockTrial[] => {
    const blocks = Map.groupBy(trials, ({ block }) => block);
    return trials.filter(({ block }) => (blocks.get(block)?.length ?? 0) > 1);
  },
  withoutBlocks: (trials: readonly BlockTrial[]): readonly BlockTrial[] =>
    trials.map((trial) => ({ ...trial, block: 1 })),
};
