import { monotonicNow } from '../monotonic-clock.ts';
import type { Nanoseconds } from '../units.ts';
import { readThreads, type ThreadReading } from './proc/thread-reading.ts';

/** How often the threads are read: what they do after the last reading, and before they end, is not seen. */
const INTERVAL_MS = 100;

/** What the threads of a process have done up to a moment. */
export interface ThreadsAt {
  readonly at: Nanoseconds;
  readonly threads: readonly ThreadReading[];
}

/** Watches the threads of another process, such as a load generator, until it ends or the watch is stopped. */
export interface ProcessWatch {
  /** The last reading that found them; undefined where none did (not Linux, or it was over at once). */
  readonly last: ThreadsAt | undefined;
  /** Reads a last time, where it still runs. */
  stop(): ThreadsAt | undefined;
}

/** @param pid a process on this machine */
export function watchProcess(pid: number): ProcessWatch {
  let last: ThreadsAt | undefined;
  const read = (): void => {
    const threads = readThreads(pid);
    if (threads !== undefined && threads.length > 0) last = { at: monotonicNow(), threads };
  };
  read();
  const timer = setInterval(read, INTERVAL_MS).unref();
  return {
    get last() {
      return last;
    },
    stop() {
      clearInterval(timer);
      read();
      return last;
    },
  };
}
