// Judges the HTML report: how long it takes to write, how large it is and how soon it is on the screen, for 8 trials and for
// 200, and whether that grows with the requests of a trial. Writes docs/report-performance.md, prints a line for each figure,
// and ends with 1 when one is not reached. Linux, with Chromium.
// Run: node bench/report/report.ts [--rounds N]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { encodeHistogram, recordedSince } from '../../src/samples/histogram.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { measuredTrials } from '../../test/report/fixtures/measured-run.ts';
import { medianOf, spreadOf } from '../figures.ts';
import { markdownTable } from '../markdown-table.ts';
import { requireTools } from '../required-tools.ts';
import { atMost, type Verdict } from '../verdict.ts';
import { printVerdicts, writeSection } from '../write-section.ts';
import { buildReport, type Built } from './build-time.ts';
import { firstPaints } from './first-paint.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/report-performance.md');
const ROUNDS = 7;
/** As many requests in each trial as a minute of a fast server has. */
const BUSY_TIMES = 10_000;

interface Case {
  readonly name: string;
  readonly stored: StoredRun;
  readonly mostBytes: number;
}

interface Measured extends Case {
  readonly built: readonly Built[];
  readonly paintsMs: readonly number[];
}

const CASES: readonly Case[] = [
  { name: '8 trials', stored: measuredTrials(8), mostBytes: 600_000 },
  { name: '8 trials of 10,000 times the requests', stored: busier(measuredTrials(8)), mostBytes: 600_000 },
  { name: '200 trials', stored: measuredTrials(200), mostBytes: 5_000_000 },
];

try {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: String(ROUNDS) } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error('usage: node bench/report/report.ts [--rounds N]');
  requireTools(['loadstone', 'chromium', 'bash']);
  const measured: Measured[] = [];
  for (const one of CASES) measured.push(await measure(one, rounds));
  const verdicts = measured.flatMap(verdictsOf);
  const introduction = `The median and the range of ${rounds} rounds.`;
  writeSection(DOCUMENT, 'report', { text: [introduction, table(measured)].join('\n\n'), verdicts });
  printVerdicts('report', verdicts);
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
}

async function measure(one: Case, rounds: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-bench-report-'));
  try {
    const [record, page] = [join(folder, 'run.json'), join(folder, 'report.html')];
    writeFileSync(record, JSON.stringify(one.stored));
    const built = Array.from({ length: rounds }, () => buildReport(record, page));
    return { ...one, built, paintsMs: await firstPaints(page, rounds) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same response times, each seen so many times as often. */
function busier({ run, trials }: StoredRun): StoredRun {
  return {
    run,
    trials: trials.map((trial) => ({
      ...trial,
      histograms:
        trial.histograms === null
          ? null
          : { ...trial.histograms, observed: moreOften(trial.histograms.observed) },
    })),
  };
}

function moreOften(encoded: string): string {
  const counts = recordedSince(encoded, undefined);
  return encodeHistogram(counts.map(([duration, count]): DurationCount => [duration, count * BUSY_TIMES]));
}

function secondsOf({ built }: Measured): number[] {
  return built.map(({ seconds }) => seconds);
}

function bytesOf({ built }: Measured): number {
  return built[0]?.bytes ?? Number.NaN;
}

function verdictsOf(measured: Measured): Verdict[] {
  const { name, mostBytes, paintsMs } = measured;
  return [
    {
      figure: `${name}: to write the report`,
      reached: medianOf(secondsOf(measured)),
      asked: atMost(3, ' s'),
    },
    { figure: `${name}: its size`, reached: bytesOf(measured) / 1e3, asked: atMost(mostBytes / 1e3, ' kB') },
    { figure: `${name}: first paint`, reached: medianOf(paintsMs), asked: atMost(300, ' ms') },
  ];
}

function table(all: readonly Measured[]): string {
  const head = ['run', 'written in, s', 'processor time, s', 'size, kB', 'first paint, ms'];
  const rows = all.map((measured) => [
    measured.name,
    spreadOf(secondsOf(measured), 2),
    spreadOf(
      measured.built.map(({ cpuSeconds }) => cpuSeconds),
      2,
    ),
    (bytesOf(measured) / 1e3).toFixed(0),
    spreadOf(measured.paintsMs, 0),
  ]);
  return markdownTable(head, rows);
}
