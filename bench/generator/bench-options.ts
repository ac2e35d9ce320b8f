import { parseArgs } from 'node:util';

export const PART_NAMES = ['cpu', 'accuracy', 'scale', 'open-loop'] as const;
export type PartName = (typeof PART_NAMES)[number];

/** What is to be measured, and how long. */
export interface BenchOptions {
  parts: readonly PartName[];
  rounds: number;
  /** How long each load takes, in whole seconds as wrk knows them; each part has its own when this is undefined. */
  seconds: number | undefined;
}

const DEFAULT_ROUNDS = 5;
export const USAGE = `node bench/generator/generator.ts [all|${PART_NAMES.join('|')}] [--rounds N] [--seconds S]`;

/** @throws {Error} with the usage, when the arguments are not as it says */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { rounds: { type: 'string' }, seconds: { type: 'string' } },
  });
  const [name = 'all', ...rest] = positionals;
  const parts = name === 'all' ? PART_NAMES : PART_NAMES.filter((part) => part === name);
  const rounds = Number(values.rounds ?? DEFAULT_ROUNDS);
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  const isMeant = parts.length > 0 && rest.length === 0 && Number.isInteger(rounds) && rounds > 0;
  if (!isMeant || !(seconds === undefined || (Number.isInteger(seconds) && seconds > 0)))
    throw new Error(`usage: ${USAGE}`);
  return { parts, rounds, seconds };
}
