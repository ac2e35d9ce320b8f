// How often the intervals of `loadstone sweep` hold the true number of slots, and how exact its estimates are, in simulated
// sweeps: `node bench/sweep/coverage.ts [SWEEPS]` (2,000 of each kind take about ten minutes on two free processors). Writes its table into docs/sweep-accuracy.md;
// the seed is fixed, so the figures are the same each time.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  SERVICE_KINDS,
  sweepCoverage,
  type SweepCoverage,
} from '../../test/queueing/concurrency/fixtures/sweep-coverage.ts';
import { replaceSection } from '../document-section.ts';
import { markdownTable } from '../markdown-table.ts';

const PAGE = fileURLToPath(new URL('../../docs/sweep-accuracy.md', import.meta.url));
const SEED = 2_026;

type Kind = keyof typeof SERVICE_KINDS;

const [sweeps = '2000', asked] = process.argv.slice(2);
const SWEEPS = Number(sweeps);
if (asked === undefined) await measureAll();
else process.stdout.write(JSON.stringify(sweepCoverage(SERVICE_KINDS[asked as Kind], SWEEPS, SEED)));

/** Each kind in a process of its own: they take minutes. */
async function measureAll(): Promise<void> {
  const kinds = Object.keys(SERVICE_KINDS) as Kind[];
  const rows = await Promise.all(
    kinds.map(async (kind) => rowOf(SERVICE_KINDS[kind].name, await measureApart(kind))),
  );
  const head = [
    'service times',
    'sweeps',
    'ceiling named',
    'interval holds the truth',
    'lies above it, below it',
    'exact',
    'within 5 %',
    'within 10 % or one slot',
    'median of the windows',
  ];
  writeFileSync(
    PAGE,
    replaceSection(readFileSync(PAGE, 'utf8'), 'coverage', `\n${markdownTable(head, rows)}\n`),
  );
}

async function measureApart(kind: Kind): Promise<SweepCoverage> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    fileURLToPath(import.meta.url),
    sweeps,
    kind,
  ]);
  return JSON.parse(stdout) as SweepCoverage;
}

function rowOf(name: string, found: SweepCoverage): string[] {
  const share = (count: number): string => `${((100 * count) / found.named).toFixed(1)} %`;
  return [
    name,
    String(found.sweeps),
    String(found.named),
    share(found.covered),
    `${found.above}, ${found.below}`,
    share(found.exact),
    share(found.within5),
    share(found.within10),
    `${(found.medianWindowsMs / 1e3).toFixed(1)} s`,
  ];
}
