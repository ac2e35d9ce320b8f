// Judges the load generator by what is asked of it: writes its figures into docs/performance.md, ends with a line for
// each figure, and with 1 when one was not reached. Linux with two cores; says which tools are missing.
// Run: node bench/generator/generator.ts [all|cpu|accuracy|scale|open-loop] [--rounds N] [--seconds S]
import { join, resolve } from 'node:path';
import { accuracy } from './accuracy.ts';
import { parseBenchOptions, type BenchOptions, type PartName } from './bench-options.ts';
import { cpu } from './cpu.ts';
import { openLoop } from './open-loop.ts';
import type { Part } from './part.ts';
import { requireTools } from '../required-tools.ts';
import { scale } from './scale.ts';
import { ServerPrograms } from './server-programs.ts';
import { printVerdicts, writeSection } from '../write-section.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/performance.md');
const PARTS: Record<PartName, Part> = { cpu, accuracy, scale, 'open-loop': openLoop };

try {
  const options = parseBenchOptions(process.argv.slice(2));
  requireTools(options.parts.flatMap((name) => PARTS[name].tools));
  using programs = new ServerPrograms();
  for (const name of options.parts) await judge(name, options, programs);
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
}

/** Measures a part, and writes its section at once: what comes after may fail. */
async function judge(name: PartName, options: BenchOptions, programs: ServerPrograms): Promise<void> {
  const findings = await PARTS[name].measure(options, programs);
  writeSection(DOCUMENT, name, findings);
  printVerdicts(name, findings.verdicts);
}
