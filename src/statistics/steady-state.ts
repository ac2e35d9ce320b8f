import type { DurationCount } from '../samples/duration-counts.ts';
import { microsecondsToMilliseconds, millisecondsToSeconds } from '../units.ts';
import { kaplanMeierMean } from './kaplan-meier.ts';

/**
 * The throughput a closed loop settles at, in requests/s: by the interactive response time law (Denning &
 * Buzen 1978) with no think time it is connections ÷ mean response time, the mean being Kaplan and Meier's.
 * Both lists leave out the opening burst, the requests started before the trial's first completion: its
 * queue is shorter than ever again.
 * @param completed ascending
 * @param censored requests timed out, failed or in flight at the end, by the age they had reached; ascending
 * @returns undefined when no request outside the opening burst was completed
 */
export function closedLoopSteadyState(
  connections: number,
  completed: readonly DurationCount[],
  censored: readonly DurationCount[],
): number | undefined {
  const mean = kaplanMeierMean(completed, censored);
  if (mean === undefined || mean === 0) return undefined;
  return connections / millisecondsToSeconds(microsecondsToMilliseconds(mean));
}
