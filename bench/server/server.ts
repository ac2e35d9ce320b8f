// Judges the embedded server by what is asked of it: writes its figures into docs/server-performance.md, ends with a line
// for each figure, and with 1 when one was not reached. Linux with two cores; says which tools are missing.
// Run: node bench/server/server.ts [all|start|speed|steady] [--rounds N] [--seconds S] [--quick]
import { join, resolve } from 'node:path';
import { requireTools } from '../required-tools.ts';
import { printVerdicts, writeSection } from '../write-section.ts';
import { parseBenchOptions, type PartName, type ServerBenchOptions } from './bench-options.ts';
import type { Part } from './part.ts';
import { speed } from './speed.ts';
import { start } from './start.ts';
import { steadyState } from './steady-state.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/server-performance.md');
const PARTS: Record<PartName, Part> = { start, speed, steady: steadyState };

try {
  const options = parseBenchOptions(process.argv.slice(2));
  requireTools(options.parts.flatMap((name) => PARTS[name].tools));
  for (const name of options.parts) await judge(name, options);
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
}

/** Measures a part, and writes its section at once: what comes after may fail. */
async function judge(name: PartName, options: ServerBenchOptions): Promise<void> {
  const findings = await PARTS[name].measure(options);
  if (options.isQuick) process.stdout.write(`${findings.text}\n`);
  else writeSection(DOCUMENT, name, findings);
  printVerdicts(name, findings.verdicts);
}
