import { readFileSync } from 'node:fs';

/** The memory of a process that is resident, in bytes; NaN when it has ended. */
export function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
  } catch {
    return NaN;
  }
}
