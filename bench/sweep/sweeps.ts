// Sweeps servers whose concurrency limit is known, writes what was found to docs/sweeps.md, prints a line for each figure
// that is asked for, and ends with 1 when one is not reached. Linux.
// Run: node bench/sweep/sweeps.ts [all|embedded|random|fastapi|flask|others|unlimited]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sweepSchema, type EndpointSweep } from '../../src/queueing/sweep-record.ts';
import { readBenchOptions } from '../bench-options.ts';
import { markdownTable } from '../markdown-table.ts';
import { atLeast, atMost, type Verdict } from '../verdict.ts';
import { printVerdicts, writeSection } from '../write-section.ts';
import { PARTS, type PartName, type SweepCase } from './cases.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DOCUMENT = join(ROOT, 'docs/sweeps.md');
/** What a sweep of a hold of 250 ms may take. */
const SECONDS_ASKED = 30;
/** Of the sweeps, in percent. */
const RIGHT_ASKED = 95;

/** What a sweep found, beside what is true. */
interface Found {
  readonly swept: SweepCase;
  readonly sweep: EndpointSweep | undefined;
  readonly seconds: number;
}

const folder = mkdtempSync(join(tmpdir(), 'loadstone-sweeps-'));
try {
  const names = Object.keys(PARTS) as PartName[];
  const { parts } = readBenchOptions(
    process.argv.slice(2),
    names,
    `node bench/sweep/sweeps.ts [all|${names.join('|')}]`,
  );
  for (const part of parts) {
    const found: Found[] = [];
    for (const swept of PARTS[part]) {
      const one = await sweepOne(swept);
      process.stderr.write(`${row(one).join(' | ')}\n`);
      found.push(one);
    }
    const verdicts = verdictsOf(found);
    writeSection(DOCUMENT, part, { text: table(found), verdicts });
    printVerdicts(part, verdicts);
  }
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true });
}

/** As a user would: with the command, from starting the server to the answer. */
async function sweepOne(swept: SweepCase): Promise<Found> {
  const json = join(folder, 'sweep.json');
  rmSync(json, { force: true });
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'src/bin.ts'),
      'sweep',
      ...swept.args,
      '--json',
      json,
      '--store',
      join(folder, 'runs.sqlite'),
      '-q',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await once(child, 'exit');
  const seconds = (performance.now() - began) / 1_000;
  try {
    const [sweep] = sweepSchema.parse(JSON.parse(readFileSync(json, 'utf8'))).endpoints;
    return { swept, sweep, seconds };
  } catch {
    return { swept, sweep: undefined, seconds };
  }
}

function isRight({ swept, sweep }: Found): boolean {
  if (sweep === undefined) return false;
  const { slots: truth, hold } = swept;
  if (truth === null) return sweep.ceiling === 'none';
  if (swept.isSpreadByChance === true && isUneven(sweep)) return true;
  const estimate = sweep.slots?.estimate ?? 0;
  const off = Math.abs(estimate - truth);
  if (hold.includes(':')) return off <= Math.max(1, truth * 0.1);
  return truth <= 64 ? Math.round(estimate) === truth : off <= truth * 0.05;
}

function isUneven({ diagnosis }: EndpointSweep): boolean {
  return diagnosis?.findings.some(({ kind }) => kind === 'unevenConnections') ?? false;
}

/** Whether the interval has the truth in it. */
function isCovered({ swept: { slots: truth }, sweep }: Found): boolean {
  const { low = null, high = null } = sweep?.slots ?? {};
  if (truth === null) return sweep?.ceiling === 'none';
  return low !== null && high !== null && Math.floor(low) <= truth && truth <= Math.ceil(high);
}

function verdictsOf(found: readonly Found[]): Verdict[] {
  const share = (of: (one: Found) => boolean): number => (100 * found.filter(of).length) / found.length;
  const quarter = found.filter(({ swept }) => swept.hold === '250ms').map(({ seconds }) => seconds);
  return [
    { figure: 'sweeps that are right', reached: share(isRight), asked: atLeast(RIGHT_ASKED, ' %', 0) },
    ...(quarter.length === 0
      ? []
      : [
          {
            figure: 'the longest sweep of a hold of 250 ms, from the command to the answer',
            reached: Math.max(...quarter),
            asked: atMost(SECONDS_ASKED, ' s', 1),
          },
        ]),
  ];
}

function table(found: readonly Found[]): string {
  return markdownTable(
    [
      'server',
      'hold',
      'slots',
      'ceiling',
      'estimate',
      'interval',
      'right',
      'holds the truth',
      'trials',
      'seconds',
    ],
    found.map(row),
  );
}

function row(one: Found): string[] {
  const { swept, sweep, seconds } = one;
  const { slots = null, ceiling = 'no answer', points = [] } = sweep ?? {};
  return [
    swept.server,
    swept.hold,
    swept.slots === null ? 'none' : String(swept.slots),
    sweep !== undefined && isUneven(sweep) ? `${ceiling}, uneven connections` : ceiling,
    text(slots?.estimate),
    slots === null ? '-' : `${text(slots.low)} to ${text(slots.high)}`,
    isRight(one) ? 'yes' : '**no**',
    isCovered(one) ? 'yes' : '**no**',
    String(points.reduce((sum, { trials }) => sum + trials, 0)),
    seconds.toFixed(1),
  ];
}

function text(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : String(Number(value.toFixed(1)));
}
