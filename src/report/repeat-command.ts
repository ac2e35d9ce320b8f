import { quote } from 'shell-quote';
import type { RunRecord } from '../samples/run-record.ts';

/** The command that measures the same again: as it was typed, with the order of the trials that was drawn. */
export function repeatCommand({ command, seed }: RunRecord): string {
  const [, verb] = command;
  const hasSeed = command.some((word) => word === '--seed' || word.startsWith('--seed='));
  const typed = quote([...command]);
  return verb === 'run' && !hasSeed ? `${typed} --seed ${seed}` : typed;
}
