import { parseArgs } from 'node:util';

/** What is to be measured, and how long. */
export interface BenchOptions<Name extends string = string> {
  parts: readonly Name[];
  /** Each part has its own number when this is undefined. */
  rounds: number | undefined;
  /** How long each load takes, in whole seconds as wrk knows them; each part has its own when this is undefined. */
  seconds: number | undefined;
}

/**
 * Reads `[all|part] [--rounds N] [--seconds S]`.
 * @throws {Error} with the usage, when the arguments are not as it says
 */
export function readBenchOptions<Name extends string>(
  args: readonly string[],
  partNames: readonly Name[],
  usage: string,
): BenchOptions<Name> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { rounds: { type: 'string' }, seconds: { type: 'string' } },
  });
  const [name = 'all', ...rest] = positionals;
  const parts = name === 'all' ? partNames : partNames.filter((part) => part === name);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (parts.length === 0 || rest.length > 0 || ![rounds, seconds].every(isCountOrNothing))
    throw new Error(`usage: ${usage}`);
  return { parts, rounds, seconds };
}

function isCountOrNothing(value: number | undefined): boolean {
  return value === undefined || (Number.isInteger(value) && value > 0);
}
