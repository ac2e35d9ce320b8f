import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { LOADSTONE } from '../required-tools.ts';

/** What it took to write one report. */
export interface Built {
  readonly seconds: number;
  /** Of the processors, whatever else they had to do. */
  readonly cpuSeconds: number;
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
  // Bash's own `time` tells what a process took that has ended.
  const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', process.execPath, ...args];
  const { status, stderr } = spawnSync('bash', timed, { encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1_000;
  if (status !== 0) throw new Error(`loadstone report ended with ${status}: ${stderr}`);
  const [user = NaN, system = NaN] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { seconds, cpuSeconds: user + system, bytes: statSync(page).size };
}
