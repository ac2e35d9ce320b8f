import { createHistogram } from 'node:perf_hooks';
import {
  millisecondsToNanoseconds,
  milliseconds,
  nanoseconds,
  nanosecondsToMilliseconds,
} from '../../units.ts';
import type { WorkerReport } from './worker-report.ts';

/** An idle worker wakes up for it: 20 times a second take 0.3 % of a core, and of a busy one hardly anything. */
const INTERVAL_MS = 50;

/**
 * How much later than due the event loop gets to work that comes at any time. A timer sees one delay where the loop
 * is blocked for long; work that came a little later would have waited a little less, so those delays are counted
 * with it (Tene's correction for coordinated omission). `monitorEventLoopDelay` does not, and adds its own interval.
 */
export class EventLoopDelay {
  readonly #delays = createHistogram();
  #due = performance.now() + INTERVAL_MS;

  constructor() {
    setInterval(() => this.#look(), INTERVAL_MS).unref();
  }

  /** Of the time since it was last asked. */
  take(): WorkerReport['eventLoop']['delayMs'] {
    // What blocks the loop may be over and the timer not yet have had its turn.
    if (performance.now() > this.#due) this.#look();
    const delay = (percentile: number): number =>
      this.#delays.count === 0
        ? 0
        : nanosecondsToMilliseconds(nanoseconds(this.#delays.percentile(percentile)));
    const taken = { p50: delay(50), p99: delay(99), max: delay(100) };
    this.#delays.reset();
    return taken;
  }

  #look(): void {
    const now = performance.now();
    let late = now - this.#due;
    do {
      this.#delays.record(Math.max(1, millisecondsToNanoseconds(milliseconds(late))));
      late -= INTERVAL_MS;
    } while (late > 0);
    this.#due = now + INTERVAL_MS;
  }
}
