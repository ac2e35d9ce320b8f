import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { LOADSTONE } from '../required-tools.ts';

/** What it took to write one report. */
export interface Built {
  readonly seconds: number;
  readonly bytes: number;
}

/**
 * Writes the report of a saved run with the command as users have it: its start, the reading of the record and the loading
 * of the drawing library are in the time.
 * @throws {Error} when it fails
 */
export function buildReport(record: string, page: string): Built {
  const start = performance.now();
  const args = [LOADSTONE, 'report', record, '--format', 'html', '--out', page];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`loadstone report ended with ${status}: ${stderr}`);
  return { seconds: (performance.now() - start) / 1_000, bytes: statSync(page).size };
}
