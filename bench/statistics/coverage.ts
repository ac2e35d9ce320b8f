// How often the 95 % intervals of effects hold the truth, and how often those of one pooled variance do, in simulated
// experiments: `node bench/statistics/coverage.ts` (about a minute). Writes its table into docs/methodology.md; the seed is
// fixed, so the figures are the same each time.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  coverageOf,
  ONE_IN_EIGHT,
  pooledCoverageOf,
  SCATTERS,
  type Scatter,
} from '../../test/statistics/fixtures/scattered-trials.ts';
import { replaceSection } from '../document-section.ts';
import { markdownTable } from '../markdown-table.ts';

const PAGE = fileURLToPath(new URL('../../docs/methodology.md', import.meta.url));
const REPETITIONS = 10_000;
const REPLICATES = [3, 5, 10];

const head = ['noise of the conditions', ...REPLICATES.map((replicates) => `${replicates} replicates`)];
const rows = [...SCATTERS, ONE_IN_EIGHT].map((scatter) => [
  scatter.name,
  ...REPLICATES.map((replicates) => coverageText(scatter, replicates)),
]);
writeFileSync(
  PAGE,
  replaceSection(readFileSync(PAGE, 'utf8'), 'coverage', `\n${markdownTable(head, rows)}\n`),
);

/** `95.3 % (94.8 %)`: ours, and that of one variance for all, where whole blocks allow it. */
function coverageText(scatter: Scatter, replicates: number): string {
  const experiments = { replicates, repetitions: REPETITIONS, seed: 1 };
  const own = percent(coverageOf(scatter, experiments));
  return scatter.missingEvery === undefined
    ? `${own} (${percent(pooledCoverageOf(scatter, experiments))})`
    : own;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
