import { readFileSync } from 'node:fs';
import { quantile } from './quantile.ts';

/** A line of the file that `loadstone load --samples` writes, as far as the bench reads it. */
interface RawSample {
  outcome: string;
  responseTimeMs: number;
}

/** The response times of the completed requests in a file of raw samples, in ms. */
export function readResponseTimes(path: string): number[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines
    .map((line) => JSON.parse(line) as RawSample)
    .filter(({ outcome }) => outcome === 'completed')
    .map(({ responseTimeMs }) => responseTimeMs);
}

/**
 * Quantiles from the samples themselves, in µs.
 * @throws {Error} when some are missing: those that are there would have quantiles of their own
 */
export function rawQuantiles(path: string, completed: number): { p50: number; p99: number; p999: number } {
  const times = readResponseTimes(path);
  if (times.length !== completed)
    throw new Error(`${completed} requests were completed, and ${times.length} are in the raw samples`);
  const at = (share: number): number => quantile(times, share) * 1e3;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}
