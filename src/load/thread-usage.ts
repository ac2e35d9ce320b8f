import { readFileSync } from 'node:fs';
import { nanoseconds, type Nanoseconds } from '../units.ts';
import { monotonicNow } from '../monotonic-clock.ts';

/** What a generator thread did with the processors between two moments. */
export interface ThreadUsage {
  /** Between the two. */
  span: Nanoseconds;
  running: Nanoseconds;
  /** Ready to run while something else had the processor; undefined where the system does not say (it is Linux that does). */
  waiting: Nanoseconds | undefined;
}

/** Watches the thread that it is made on. */
export class ThreadWatch {
  #before = read();

  /** Forgets what was before. */
  restart(): void {
    this.#before = read();
  }

  /** What the thread did since the watch was made or restarted. */
  get usage(): ThreadUsage {
    const now = read();
    const { waiting } = this.#before;
    return {
      span: nanoseconds(now.at - this.#before.at),
      running: nanoseconds(now.running - this.#before.running),
      waiting:
        now.waiting === undefined || waiting === undefined ? undefined : nanoseconds(now.waiting - waiting),
    };
  }
}

interface Reading {
  at: Nanoseconds;
  running: number;
  waiting: number | undefined;
}

/** Linux's own figures are exact to the nanosecond; elsewhere Node's stand in for the half of them. */
function read(): Reading {
  const at = monotonicNow();
  try {
    const [running = 0, waiting = 0] = readFileSync('/proc/thread-self/schedstat', 'latin1')
      .split(' ')
      .map(Number);
    return { at, running, waiting };
  } catch {
    const { user, system } = process.threadCpuUsage();
    return { at, running: (user + system) * 1e3, waiting: undefined };
  }
}
