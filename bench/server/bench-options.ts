import { readBenchOptions, type BenchOptions } from '../bench-options.ts';

export const PART_NAMES = ['start', 'speed', 'steady'] as const;
export type PartName = (typeof PART_NAMES)[number];

export interface ServerBenchOptions extends BenchOptions<PartName> {
  /** A selection that shows whether all works, and writes no document. */
  isQuick: boolean;
}

const QUICK = '--quick';
export const USAGE = `node bench/server/server.ts [all|${PART_NAMES.join('|')}] [--rounds N] [--seconds S] [${QUICK}]`;

/** @throws {Error} with the usage, when the arguments are not as it says */
export function parseBenchOptions(args: readonly string[]): ServerBenchOptions {
  const others = args.filter((argument) => argument !== QUICK);
  return { ...readBenchOptions(others, PART_NAMES, USAGE), isQuick: others.length < args.length };
}
