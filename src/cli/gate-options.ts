import { Option } from 'commander';
import type { Comparison } from '../samples/comparison.ts';
import { gateOutcome, type GateOutcome } from '../statistics/gate.ts';
import { DEFAULT_MARGIN } from '../samples/effect.ts';
import { percentFlag } from './parse-flags.ts';

/** What of the command line says how a comparison is judged. */
export interface GateFlags {
  margin: number;
  failOn?: 'slower';
}

export const marginOption = (): Option =>
  new Option('--margin <percent>', 'differences up to this count as equivalent')
    .argParser(percentFlag)
    .default(DEFAULT_MARGIN, `${DEFAULT_MARGIN * 100}%`);

export const failOnOption = (): Option =>
  new Option(
    '--fail-on <verdict>',
    'exit with 1 where a condition is slower, with 3 where that cannot be ruled out',
  ).choices(['slower']);

/** Neither passed nor shown to be slower. */
export const EXIT_UNDECIDED = 3;

const EXIT_CODES: Readonly<Record<GateOutcome, number>> = {
  passed: 0,
  regression: 1,
  undecided: EXIT_UNDECIDED,
};

/** The exit code of a comparison that is a gate. */
export const gateExitCode = (comparison: Comparison): number => EXIT_CODES[gateOutcome(comparison)];
