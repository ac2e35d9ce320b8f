import { cpus, freemem } from 'node:os';
import { monotonicNow } from '../../monotonic-clock.ts';
import { readMachineTimes } from '../../observe/proc/machine-times.ts';
import { residentBytes } from '../../observe/resident-bytes.ts';
import type { RunningTarget } from '../../target/target.ts';
import type { MachineReading } from './busy-share.ts';

/** What trials that share a machine need to know of it. */
export interface Machine {
  readonly processors: number;
  /** Undefined where the system does not say: elsewhere than on Linux. */
  look(): MachineReading | undefined;
  /** What programs can still have without others being swapped out. */
  availableBytes(): number;
  /** What the processes of a server have resident; what they share counts in each. 0 where that is not seen. */
  serverBytes(server: RunningTarget): number;
}

/** The machine that this process runs on. */
export const thisMachine: Machine = {
  processors: cpus().length,
  look() {
    const times = readMachineTimes();
    if (times === undefined) return undefined;
    const { busy, idle, stolen } = times;
    return { at: monotonicNow(), busy, all: busy + idle + stolen };
  },
  // The one knows of a limit to the control group, the other of what else runs on the machine.
  availableBytes: () => Math.min(process.availableMemory(), freemem()),
  serverBytes: ({ subject }) => (subject === undefined ? 0 : residentBytes(subject.root)),
};
