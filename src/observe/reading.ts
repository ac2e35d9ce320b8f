import type { Nanoseconds } from '../units.ts';

/** What was read of a server and its machine at one moment. What was not read at that moment is undefined. */
export interface Reading {
  /** On the monotonic clock. */
  readonly at: Nanoseconds;
  /** What this reading took of a processor. */
  readonly costMs: number;
  /** Processor time of this process, its generator threads included, since it started. */
  readonly loadstoneCpuMs: number;
  /** The same of a load generator that is a process of its own. */
  readonly generatorCpuMs?: number | undefined;
  readonly processes: readonly ProcessReading[];
  /** All processors together, since the boot. */
  readonly machine?:
    | { readonly busyMs: number; readonly idleMs: number; readonly stolenMs: number }
    | undefined;
  /** Connections that wait to be accepted. */
  readonly acceptQueue?: number | undefined;
  /** Accepted connections with bytes that the server has not read. */
  readonly unread?: number | undefined;
  /** Connections dropped because an accept queue was full, since the boot. */
  readonly overflows?: number | undefined;
}

/** One process at one moment. */
export interface ProcessReading {
  readonly pid: number;
  /** On the monotonic clock; the pid may be used again, the two together are not. */
  readonly startedAt: Nanoseconds;
  readonly parentPid: number;
  readonly command: string;
  /** Since it started. */
  readonly cpu: { readonly totalMs: number; readonly userMs?: number; readonly systemMs?: number };
  readonly memoryBytes: number;
  readonly threads?: number | undefined;
  readonly threadDetail?: ThreadDetail | undefined;
  /** Established and accepted by it. */
  readonly connections?: number | undefined;
  readonly holdsListener?: boolean | undefined;
  /** The server says of itself that this is a worker. */
  readonly isNamed?: boolean | undefined;
}

/** The threads of a process together. */
export interface ThreadDetail {
  readonly running: number;
  readonly sleeping: number;
  readonly blocked: number;
  readonly other: number;
  /** Of each thread that is no helper and was there at a later reading than the first, its voluntary switches since. */
  readonly switchesOfEach: readonly number[];
  /** Ready to run while others had the processors, since the process was first seen, as are the switches. */
  readonly waitingMs: number;
  readonly voluntarySwitches: number;
  readonly involuntarySwitches: number;
}

/** All that was read while a server was observed. */
export interface RawObservation {
  readonly source: 'proc' | 'pidusage';
  /** What could not be seen, and why; each a clause. */
  readonly notSeen: readonly string[];
  readonly workersExpected: number | null;
  /** Whether it listens where its sockets could be seen. */
  readonly seesListening: boolean;
  /** In the order they were made. */
  readonly readings: readonly Reading[];
}
