// Judges `run --jobs auto`: whether trials that share the machine measure what those do that have it alone, and how long the
// published experiment then takes. Writes docs/jobs.md, prints a line for each figure, and ends with 1 when one is not
// reached. Linux.
// Run: node bench/jobs/jobs.ts [all|equivalence|full] [--replicates R]
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Findings } from '../findings.ts';
import { requireTools } from '../required-tools.ts';
import { printVerdicts, writeSection } from '../write-section.ts';
import { compareSharing } from './equivalence.ts';
import { measureFullLength } from './full-length.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/jobs.md');
const USAGE = 'usage: node bench/jobs/jobs.ts [all|equivalence|full] [--replicates R]';
/** Fewer give no interval. */
const REPLICATES_AT_LEAST = 2;

const PARTS: Readonly<Record<string, (replicates: number) => Findings>> = {
  equivalence: compareSharing,
  full: measureFullLength,
};

try {
  const options = { replicates: { type: 'string', default: '5' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const replicates = Number(values.replicates);
  const [asked = 'all', ...others] = positionals;
  const names = asked === 'all' ? Object.keys(PARTS) : [asked];
  if (others.length > 0 || !Number.isInteger(replicates) || replicates < REPLICATES_AT_LEAST)
    throw new Error(USAGE);
  requireTools(['loadstone']);
  for (const name of names) {
    const findings = PARTS[name]?.(replicates);
    if (findings === undefined) throw new Error(USAGE);
    writeSection(DOCUMENT, name, findings);
    printVerdicts(name, findings.verdicts);
  }
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
}
