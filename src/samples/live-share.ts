import type { LiveTrial } from './live-run.ts';

/** How much of a trial's window is over, 0 to 1: by its time or by the requests that end it, whichever is further. */
export function liveShare({ durationMs, elapsedMs, requests, counters }: LiveTrial): number {
  const byTime = durationMs === null ? 0 : elapsedMs / durationMs;
  const ended = counters === null ? 0 : counters.completed + counters.timedOut + counters.failed;
  const byRequests = requests === undefined ? 0 : ended / requests;
  return Math.min(1, Math.max(0, byTime, byRequests));
}
