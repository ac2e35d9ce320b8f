import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Polls until a condition holds. @returns how long it took in ms, or undefined when it did not within the time */
export async function waitUntil(holds: () => boolean, withinMs: number): Promise<number | undefined> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > withinMs) return undefined;
    await delay(20);
  }
  return performance.now() - start;
}

/** Processes (Linux) that run and whose environment holds this text: marks all that a test started, whoever forked it. */
export function processesWith(environmentMark: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        return readFileSync(`/proc/${entry}/environ`, 'utf8').includes(environmentMark);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** The command line of a process (Linux); empty once it has ended. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
