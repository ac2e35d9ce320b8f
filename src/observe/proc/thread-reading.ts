import { numericEntries } from './numeric-entries.ts';
import { readSmallFile } from './small-file.ts';

/** A thread at one moment: what it does, and what it has done since its start. */
export interface ThreadReading {
  readonly tid: number;
  /** By its name it belongs to the language's own machinery, and serves no request. */
  readonly isHelper: boolean;
  /** One letter, as in /proc/PID/stat. */
  readonly state: string;
  /** On a processor, in ns. */
  readonly runningNs: number;
  /** Ready to run while others had the processors, in ns. */
  readonly waitingNs: number;
  readonly voluntarySwitches: number;
  readonly involuntarySwitches: number;
}

/** Compilers, collectors of garbage and the like: of Node (from 24 on) and of the JVM. The name is the first line. */
const HELPERS =
  /^Name:\t(?:(?:node-)?V8Worker|DelayedTaskSche|SignalInspector|GC Thread|G1 |C[12] Compiler|VM )/;

/** Of each thread of a process; undefined where the process has ended or is not ours to read. About 15 µs a thread. */
export function readThreads(pid: number): ThreadReading[] | undefined {
  const folder = `/proc/${pid}/task`;
  return numericEntries(folder)?.flatMap((tid) => {
    // A thread that ends meanwhile has one of them, or none.
    const [status, schedstat] = [
      readSmallFile(`${folder}/${tid}/status`),
      readSmallFile(`${folder}/${tid}/schedstat`),
    ];
    return status === undefined || schedstat === undefined ? [] : (parseThread(tid, status, schedstat) ?? []);
  });
}

export function parseThread(tid: number, status: string, schedstat: string): ThreadReading | undefined {
  const [runningNs = NaN, waitingNs = NaN] = schedstat.split(' ').map(Number);
  const reading = {
    tid,
    isHelper: HELPERS.test(status),
    // The name stands before it and may be anything but a line break.
    state: status.charAt(status.indexOf('\nState:\t') + 8),
    runningNs,
    waitingNs,
    voluntarySwitches: numberAfter(status, '\nvoluntary_ctxt_switches:\t'),
    involuntarySwitches: numberAfter(status, '\nnonvoluntary_ctxt_switches:\t'),
  };
  return Number.isNaN(waitingNs + reading.involuntarySwitches) ? undefined : reading;
}

function numberAfter(text: string, label: string): number {
  const at = text.lastIndexOf(label);
  return at === -1 ? NaN : Number.parseInt(text.slice(at + label.length), 10);
}
