// Repeats the published experiment: `node bench/published/published.ts [runs at 0.1] [runs at 1]` (10 and 1, about
// 14 minutes: at full length all trials go on at the same time). Writes what came of it to docs/published-experiment.md; exit code 1 when a run departs from it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PredictedFigure } from '../../src/samples/prediction.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { departuresFromPublished } from '../../test/support/published-experiment.ts';

const BIN = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/published-experiment.md', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'loadstone-published-'));
const loadBefore = loadavg()[0] ?? 0;
const [shortRuns = 10, fullRuns = 1] = process.argv.slice(2).map(Number);
const runs = [...repeat(shortRuns, 0.1), ...repeat(fullRuns, 1)];
rmSync(folder, { recursive: true });
writeFileSync(PAGE, page(runs));
process.exitCode = runs.every(({ departures }) => departures.length === 0) ? 0 : 1;

interface RepeatedRun {
  stored: StoredRun;
  seconds: number;
  departures: string[];
}

function repeat(count: number, timeScale: number): RepeatedRun[] {
  return Array.from({ length: count }, (_, index) => {
    const file = join(folder, 'run.json');
    const args = [
      BIN,
      'run',
      `--time-scale=${timeScale}`,
      `--json=${file}`,
      `--store=${join(folder, 'runs.sqlite')}`,
      ...(timeScale === 1 ? ['--jobs=auto'] : []),
    ];
    const startedAt = performance.now();
    const { stderr } = spawnSync(process.execPath, [...args, '--quiet'], { encoding: 'utf8' });
    const seconds = (performance.now() - startedAt) / 1_000;
    const stored = JSON.parse(readFileSync(file, 'utf8')) as StoredRun;
    const departures = departuresFromPublished(stored);
    process.stderr.write(
      `${stderr}time scale ${timeScale}, run ${index + 1}: ${departures.join('; ') || 'as published'}\n`,
    );
    return { stored, seconds, departures };
  });
}

function page(all: readonly RepeatedRun[]): string {
  const asPublished = all.filter(({ departures }) => departures.length === 0).length;
  return `# The published experiment, repeated

Written by \`node bench/published/published.ts\`: runs of the default plan on Loadstone's own server and generator. A run is
as published when all eight cells have the published counts (200 completed for sync with one worker, 500 for all others),
every ledger balances with 100 requests in flight at the end, the async cells' mean is within 1 % of the hold (and 20 ms), and sync
with one worker has a mean of 2.1 and a median of 2 holds (within 2 %).

**${asPublished} of ${all.length} runs are as published.** Node ${process.version}, ${cpus().length} cores
(${cpus()[0]?.model.trim()}), load average before ${loadBefore.toFixed(1)}. At full length with \`--jobs auto\`.

The eight cells stand in the published order (1 × 1, 1 × 4, 4 × 1, 4 × 4 workers × threads; sync, async). Late: of the 200 of
sync with one worker, at 1 and at 4 threads (published: 50 and 53). 60 of them wait three holds, which is the time-out; which of
these are late is decided by the milliseconds between requests that started together. Means in holds: over all requests, and over
those on time, as wrk's mean is (published: 1.80 and 1.78).

Predicted: in how many of the eight cells the count is the one that the simulator expected before the trial, and how far the
median and the mean are from what it expected, in the cell where they are furthest (asked: all eight, and 2 %).

| time scale | took, s | completed | late | mean | mean on time | async: mean over hold, worst | predicted: counts | median off by | mean off by | as published |
| ---: | ---: | --- | --- | --- | --- | ---: | ---: | ---: | ---: | --- |
${all.map(row).join('\n')}
`;
}

function row({ stored: { run, trials }, seconds, departures }: RepeatedRun): string {
  const cells = run.plan.conditions.flatMap(
    (condition) =>
      trials.find((trial) => JSON.stringify(trial.condition) === JSON.stringify(condition)) ?? [],
  );
  const hold = 10_000 * run.timeScale;
  const slow = cells.filter(
    ({ condition }) => condition['endpoint'] === '/sync' && condition['workers'] === 1,
  );
  const async = cells.filter(({ condition }) => condition['endpoint'] === '/async');
  const inHolds = (ms: number | null): string => ((ms ?? Number.NaN) / hold).toFixed(3);
  const worst = Math.max(
    ...async.map(({ responseTimeMs }) => (responseTimeMs.observed.mean ?? Infinity) / hold),
  );
  return `| ${[
    run.timeScale,
    seconds.toFixed(0),
    each(cells, ({ ledger }) => String(ledger.completed)),
    each(slow, ({ ledger }) => String(ledger.completedLate)),
    each(slow, ({ responseTimeMs }) => inHolds(responseTimeMs.observed.mean)),
    each(slow, ({ responseTimeMs }) => inHolds(responseTimeMs.onTime.mean)),
    worst.toFixed(4),
    `${cells.filter(({ ledger, prediction }) => prediction?.expected.completed?.estimate === ledger.completed).length} of ${cells.length}`,
    furthest(cells, ({ responseTimeMs, prediction }) =>
      residual(responseTimeMs.censored?.p50.estimate, prediction?.expected.p50Ms),
    ),
    furthest(cells, ({ responseTimeMs, prediction }) =>
      residual(responseTimeMs.observed.mean, prediction?.expected.meanMs),
    ),
    departures.length === 0 ? 'yes' : departures.join('; '),
  ].join(' | ')} |`;
}

function each(trials: readonly TrialRecord[], text: (trial: TrialRecord) => string): string {
  return trials.map(text).join(', ');
}

/** How far a figure is from what was predicted, as a share of it. */
function residual(
  measured: number | null | undefined,
  predicted: PredictedFigure | null | undefined,
): number {
  return Math.abs((measured ?? Number.NaN) / (predicted?.estimate ?? Number.NaN) - 1);
}

function furthest(trials: readonly TrialRecord[], share: (trial: TrialRecord) => number): string {
  return `${(Math.max(...trials.map(share)) * 100).toFixed(2)} %`;
}
