import type { LoadProgress } from '../load/generate.ts';
import type { CounterValues } from '../load/thread-counters.ts';
import { nanosecondsToMilliseconds, type Milliseconds } from '../units.ts';
import { LiveLines } from './terminal.ts';

/** Shows how far one load has come, on one line. */
export class LoadProgressLine {
  readonly #line: LiveLines;
  readonly #duration: Milliseconds;

  constructor(stream: NodeJS.WriteStream, duration: Milliseconds) {
    this.#line = new LiveLines(stream);
    this.#duration = duration;
  }

  show({ elapsed, counters }: LoadProgress): void {
    this.#line.show(`${progressBar(elapsedShare(elapsed, this.#duration))}  ${describeCounters(counters)}`);
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

export function elapsedShare(elapsed: LoadProgress['elapsed'], duration: Milliseconds): number {
  return Math.min(1, nanosecondsToMilliseconds(elapsed) / duration);
}

/** `200 completed (60 late), 100 in flight`, with what was lost only when something was. */
export function describeCounters(counters: CounterValues): string {
  const { started, completed, completedLate, timedOut, failed } = counters;
  const late = completedLate > 0 ? ` (${completedLate} late)` : '';
  const parts = [`${completed} completed${late}`, `${started - completed - timedOut - failed} in flight`];
  if (timedOut > 0) parts.push(`${timedOut} timed out`);
  if (failed > 0) parts.push(`${failed} failed`);
  return parts.join(', ');
}
