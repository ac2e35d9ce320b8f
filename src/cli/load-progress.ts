import type { LoadProgress } from '../load/run-load.ts';
import type { CounterValues } from '../load/thread-counters.ts';
import type { LoadSettings } from '../plan/load-settings.ts';
import { nanosecondsToMilliseconds, type Milliseconds } from '../units.ts';
import { LiveLines } from './terminal.ts';

/** Shows how far one load has come, on one line. */
export class LoadProgressLine {
  readonly #line: LiveLines;
  readonly #settings: LoadSettings;

  constructor(stream: NodeJS.WriteStream, settings: LoadSettings) {
    this.#line = new LiveLines(stream);
    this.#settings = settings;
  }

  show(progress: LoadProgress): void {
    const { counters } = progress;
    const bar = progressBar(doneShare(progress, this.#settings));
    this.#line.show(
      progress.elapsed < 0
        ? `${bar}  warming up, ${counters.inFlight} in flight`
        : `${bar}  ${describeCounters(counters)}`,
    );
  }

  clear(): void {
    this.#line.clear();
  }
}

const BAR_CELLS = 20;

/** `━━━━━━──────────────  30%` */
export function progressBar(share: number): string {
  const filled = Math.round(share * BAR_CELLS);
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  return `${'━'.repeat(filled)}${'─'.repeat(BAR_CELLS - filled)} ${percent}`;
}

/** By the time, or by the number of requests, whichever is further. */
function doneShare({ elapsed, counters }: LoadProgress, { duration, requests }: LoadSettings): number {
  const { completed, timedOut, failed } = counters;
  const ended = requests === undefined ? 0 : Math.min(1, (completed + timedOut + failed) / requests);
  return Math.max(elapsedShare(elapsed, duration), ended);
}

export function elapsedShare(elapsed: LoadProgress['elapsed'], duration: Milliseconds): number {
  return Math.min(1, Math.max(0, nanosecondsToMilliseconds(elapsed) / duration));
}

/** `200 completed (60 late), 100 in flight`, with what was lost only when something was. */
export function describeCounters(counters: CounterValues): string {
  const { completed, completedLate, timedOut, failed, inFlight } = counters;
  const late = completedLate > 0 ? ` (${completedLate} late)` : '';
  const parts = [`${completed} completed${late}`, `${inFlight} in flight`];
  if (timedOut > 0) parts.push(`${timedOut} timed out`);
  if (failed > 0) parts.push(`${failed} failed`);
  return parts.join(', ');
}
