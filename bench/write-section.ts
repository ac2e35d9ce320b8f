import { readFileSync, writeFileSync } from 'node:fs';
import { replaceSection } from './document-section.ts';
import type { Findings } from './findings.ts';
import { machineText } from './machine.ts';
import { isReached, verdictLine, type Verdict } from './verdict.ts';

/** Writes what a part found into its section of a document. */
export function writeSection(document: string, name: string, { text, verdicts }: Findings): void {
  const lines = verdicts.map((verdict) => `- ${verdictLine(verdict)}`).join('\n');
  const section = [machineText(), text, lines].filter((part) => part !== '').join('\n\n');
  writeFileSync(document, replaceSection(readFileSync(document, 'utf8'), name, section));
}

/** A line for each figure; the process ends with 1 when one is not reached. */
export function printVerdicts(name: string, verdicts: readonly Verdict[]): void {
  for (const verdict of verdicts) process.stdout.write(`${name}: ${verdictLine(verdict)}\n`);
  if (!verdicts.every(isReached)) process.exitCode = 1;
}
