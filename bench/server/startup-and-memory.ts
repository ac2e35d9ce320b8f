// Measures how long the embedded server takes until it is ready, what CPU that costs, and what memory a pool
// thread needs; writes the figures into bench/README.md. Linux only: reads /proc.
// Run: node bench/server/startup-and-memory.ts [rounds]
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median, spread } from '../spread.ts';
import { measureStart, type StartFigures } from './measure-start.ts';
import { replaceSection } from './readme-section.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ROUNDS = Number(process.argv[2] ?? '5');
/** The size whose memory is taken off, to be left with that of 39 threads. */
const BASE = { workers: 1, poolSize: 1 };
const SIZES = [BASE, { workers: 1, poolSize: 40 }, { workers: 4, poolSize: 40 }];

const scratch = mkdtempSync(join(tmpdir(), 'loadstone-bench-'));
try {
  writeFileSync(join(ROOT, 'bench/README.md'), replaceSection(readme(), 'server', await table()));
} finally {
  rmSync(scratch, { recursive: true });
}

function readme(): string {
  try {
    return readFileSync(join(ROOT, 'bench/README.md'), 'utf8');
  } catch {
    return '# Benchmarks\n\n## The embedded server\n\n<!-- server:begin -->\n<!-- server:end -->\n';
  }
}

/** The ways the same server can be run. */
function forms(): { name: string; entry: string; cache: () => string }[] {
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

async function table(): Promise<string> {
  const cells = forms().flatMap((form) =>
    SIZES.map((size) => ({ form, size, figures: [] as StartFigures[] })),
  );
  const loadBefore = loadavg()[0] ?? NaN;
  // Interleaved, so that what else the machine does falls on all alike; round 0 warms the caches.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { form, size, figures } of cells) {
      const measured = await measureStart(form.entry, size, form.cache());
      if (round > 0) figures.push(measured);
    }
  }
  const rows = cells.map(({ form, size, figures }) => {
    const base = cells.find((cell) => cell.form === form && cell.size === BASE)?.figures ?? [];
    const baseMb = median(base.map(({ workersRssMb }) => workersRssMb));
    const threads = size.workers * size.poolSize;
    const perThread = figures.map(
      ({ workersRssMb }) => (workersRssMb - size.workers * baseMb) / (threads - size.workers),
    );
    return [
      `${size.workers} × ${size.poolSize}`,
      form.name,
      spread(
        figures.map(({ readyMs }) => readyMs / 1e3),
        2,
      ),
      spread(
        figures.map(({ cpuMs }) => cpuMs / 1e3),
        2,
      ),
      spread(
        figures.map(({ workersRssMb }) => workersRssMb),
        0,
      ),
      size === BASE ? '' : spread(perThread, 2),
    ];
  });
  const head = [
    'workers × threads',
    'run as',
    'ready after, s',
    'CPU until ready, s',
    'memory of workers, MB',
    'memory a thread, MB',
  ];
  const lines = [head, head.map((_, column) => (column < 2 ? '---' : '---:')), ...rows];
  return [
    `Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}); median of ${ROUNDS} interleaved rounds, lowest to highest in brackets.`,
    `Load average of the machine before: ${loadBefore.toFixed(1)} (what else runs makes the times longer, not the memory).`,
    'Memory is resident (VmRSS); memory a thread is what the threads beyond the first of each worker add.',
    '',
    ...lines.map((line) => `| ${line.join(' | ')} |`),
  ].join('\n');
}
