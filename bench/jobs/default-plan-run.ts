import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { LOADSTONE } from '../required-tools.ts';

/** A run of the default plan, and how long all of it took. */
export interface TimedRun {
  readonly stored: StoredRun;
  readonly seconds: number;
}

/** Runs the default plan once. @throws {Error} when it writes no result */
export function runDefaultPlan(flags: readonly string[]): TimedRun {
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-jobs-'));
  try {
    const file = join(folder, 'run.json');
    const args = [LOADSTONE, 'run', `--json=${file}`, `--store=${join(folder, 'runs.sqlite')}`, ...flags];
    const startedAt = performance.now();
    spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stderr.write(`took ${seconds.toFixed(0)} s\n`);
    return { stored: JSON.parse(readFileSync(file, 'utf8')) as StoredRun, seconds };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
