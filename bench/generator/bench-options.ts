import { readBenchOptions, type BenchOptions as GivenOptions } from '../bench-options.ts';

export const PART_NAMES = ['cpu', 'accuracy', 'scale', 'open-loop'] as const;
export type PartName = (typeof PART_NAMES)[number];

export interface BenchOptions extends GivenOptions<PartName> {
  rounds: number;
}

const DEFAULT_ROUNDS = 5;
export const USAGE = `node bench/generator/generator.ts [all|${PART_NAMES.join('|')}] [--rounds N] [--seconds S]`;

/** @throws {Error} with the usage, when the arguments are not as it says */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const options = readBenchOptions(args, PART_NAMES, USAGE);
  return { ...options, rounds: options.rounds ?? DEFAULT_ROUNDS };
}
