// Judges the gate of `compare` on real trials: how often it sees a difference between a server and itself, and how often a
// slowdown of 10 %. Writes docs/comparison.md, prints a line for each figure, and ends with 1 when one is not reached.
// Run: node bench/compare/compare.ts [--replicates N] [--run FILE]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { storedRunSchema, type StoredRun } from '../../src/samples/run-record.ts';
import { markdownTable } from '../markdown-table.ts';
import { LOADSTONE, requireTools } from '../required-tools.ts';
import { spread } from '../spread.ts';
import { atLeast, atMost, type Verdict } from '../verdict.ts';
import { printVerdicts, writeSection } from '../write-section.ts';
import { judgeGate, scatterOf, type GateCounts } from './judge-gate.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PLAN = join(import.meta.dirname, 'slowdown.json');
const DOCUMENT = join(ROOT, 'docs/comparison.md');
const REPLICATES = 20;
const COMPARISONS = 200;
const FALSE_ALARMS_AT_MOST = 18;
const FOUND_PERCENT = 90;

try {
  const { values } = parseArgs({
    options: { replicates: { type: 'string', default: String(REPLICATES) }, run: { type: 'string' } },
  });
  requireTools(['loadstone']);
  const stored = values.run === undefined ? measure(Number(values.replicates)) : readRun(values.run);
  const counts = judgeGate(stored, COMPARISONS);
  const verdicts = verdictsOf(counts);
  writeSection(DOCUMENT, 'gate', { text: text(stored, counts), verdicts });
  printVerdicts('compare', verdicts);
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
}

/** Measures the server and the slower one in turn, at a hundredth of the default plan's length. */
function measure(replicates: number): StoredRun {
  if (!Number.isInteger(replicates) || replicates < 10) throw new Error('--replicates: at least 10');
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-compare-'));
  try {
    const file = join(folder, 'run.json');
    const args = [
      LOADSTONE,
      'run',
      PLAN,
      '--time-scale=0.01',
      `--replicates=${replicates}`,
      `--json=${file}`,
    ];
    const store = `--store=${join(folder, 'runs.sqlite')}`;
    spawnSync(process.execPath, [...args, store], { stdio: ['ignore', 'ignore', 'inherit'] });
    return readRun(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readRun(file: string): StoredRun {
  return storedRunSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

function verdictsOf({ alarms, alarmsInTurn, found, foundInTurn, comparisons }: GateCounts): Verdict[] {
  const atMostAlarms = atMost(FALSE_ALARMS_AT_MOST, ` of ${comparisons}`, 0);
  const atLeastFound = atLeast(FOUND_PERCENT, ' %', 1);
  const percent = (count: number): number => (count / comparisons) * 100;
  return [
    { figure: 'false alarms, two runs of the same server', reached: alarms, asked: atMostAlarms },
    { figure: 'false alarms, measured in turn', reached: alarmsInTurn, asked: atMostAlarms },
    { figure: 'a slowdown of 10 % found, two runs', reached: percent(found), asked: atLeastFound },
    {
      figure: 'a slowdown of 10 % found, measured in turn',
      reached: percent(foundInTurn),
      asked: atLeastFound,
    },
  ];
}

function text(stored: StoredRun, { comparisons, passed }: GateCounts): string {
  const blocks = stored.run.plan.replicates;
  const rows = scatterOf(stored).map(({ condition, percents }) => [condition, spread(percents, 2)]);
  return [
    `Trials of the default plan at a hundredth of its length: ${blocks} blocks of the server (a) and of one that holds 10 % ` +
      `longer (b), ${stored.trials.length} trials in all. Each of the ${comparisons} comparisons draws 5 blocks for one side ` +
      `and 5 others for the other. Of the ${comparisons} of the server with itself ${passed} passed, with all 8 conditions equivalent.`,
    'How much the steady state of a condition scattered, in percent (standard deviation, a and b):',
    markdownTable(['condition', 'scatter, %'], rows),
  ].join('\n\n');
}
