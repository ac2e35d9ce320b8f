// How long the embedded server takes until it is ready, what CPU that costs, and what memory a pool thread needs.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Findings } from '../findings.ts';
import { markdownTable } from '../markdown-table.ts';
import { median, spread } from '../spread.ts';
import type { ServerBenchOptions } from './bench-options.ts';
import { measureStart, type StartFigures } from './measure-start.ts';
import type { Part } from './part.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ROUNDS = 5;
/** The size whose memory is taken off, to be left with that of 39 threads. */
const BASE = { workers: 1, poolSize: 1 };
const SIZES = [BASE, { workers: 1, poolSize: 40 }, { workers: 4, poolSize: 40 }];

/** A way the same server can be run, on one size of it, and what its starts took. */
interface Cell {
  readonly form: Form;
  readonly size: { readonly workers: number; readonly poolSize: number };
  readonly figures: StartFigures[];
}

interface Form {
  readonly name: string;
  readonly entry: string;
  readonly cache: () => string;
}

export const start: Part = { tools: [], measure: measureStarts };

async function measureStarts({ rounds, isQuick }: ServerBenchOptions): Promise<Findings> {
  const count = rounds ?? (isQuick ? 1 : ROUNDS);
  const scratch = mkdtempSync(join(tmpdir(), 'loadstone-bench-'));
  try {
    const cells = formsIn(scratch).flatMap((form) =>
      SIZES.map((size): Cell => ({ form, size, figures: [] })),
    );
    // Interleaved, so that what else the machine does falls on all alike; round 0 warms the caches.
    for (let round = 0; round <= count; round += 1)
      for (const { form, size, figures } of cells) {
        const measured = await measureStart(form.entry, size, form.cache());
        if (round > 0) figures.push(measured);
      }
    const introduction =
      `${count} interleaved rounds. Memory is resident (VmRSS); memory a thread is what the threads beyond the first of\n` +
      'each worker add. What else the machine does makes the times longer, not the memory.';
    return { text: [introduction, table(cells)].join('\n\n'), verdicts: [] };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The ways the same server can be run. */
function formsIn(scratch: string): Form[] {
  const compiled = join(scratch, 'compiled');
  execFileSync(join(ROOT, 'node_modules/.bin/tsc'), [
    '-p',
    join(ROOT, 'tsconfig.build.json'),
    '--outDir',
    compiled,
  ]);
  copyFileSync(join(ROOT, 'package.json'), join(compiled, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(compiled, 'node_modules'));
  const warm = join(scratch, 'warm');
  return [
    { name: 'compiled', entry: join(compiled, 'src/bin.js'), cache: () => warm },
    { name: 'TypeScript', entry: join(ROOT, 'src/bin.ts'), cache: () => warm },
    {
      name: 'TypeScript, first start ever',
      entry: join(ROOT, 'src/bin.ts'),
      cache: () => mkdtempSync(join(scratch, 'cold-')),
    },
  ];
}

function table(cells: readonly Cell[]): string {
  const head = [
    'workers × threads, run as',
    'ready after, s',
    'CPU until ready, s',
    'memory of workers, MB',
    'memory a thread, MB',
  ];
  const rows = cells.map((cell) => {
    const { form, size, figures } = cell;
    const spreadOf = (read: (figure: StartFigures) => number, digits: number): string =>
      spread(figures.map(read), digits);
    return [
      `${size.workers} × ${size.poolSize}, ${form.name}`,
      spreadOf(({ readyMs }) => readyMs / 1e3, 2),
      spreadOf(({ cpuMs }) => cpuMs / 1e3, 2),
      spreadOf(({ workersRssMb }) => workersRssMb, 0),
      size === BASE ? '' : spread(memoryPerThread(cell, cells), 2),
    ];
  });
  return markdownTable(head, rows);
}

/** What the threads beyond the first of each worker add, in MB, a round. */
function memoryPerThread({ form, size, figures }: Cell, cells: readonly Cell[]): number[] {
  const base = cells.find((cell) => cell.form === form && cell.size === BASE)?.figures ?? [];
  const baseMb = median(base.map(({ workersRssMb }) => workersRssMb));
  const added = size.workers * (size.poolSize - 1);
  return figures.map(({ workersRssMb }) => (workersRssMb - size.workers * baseMb) / added);
}
