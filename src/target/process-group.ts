import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { milliseconds, type Milliseconds } from '../units.ts';

const POLL_MS = 10;

/** Signals every process of a group; nothing happens when none is left. */
export function killGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether any process of a group still runs; those that have ended and wait for their parent do not count. */
export function groupRuns(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch {
    return false;
  }
  return process.platform === 'linux' ? hasLiveMember(group) : true;
}

/** @returns whether the group was gone in time */
export async function groupEnds(group: number, within: Milliseconds): Promise<boolean> {
  for (let waited = 0; waited < within; waited += POLL_MS) {
    if (!groupRuns(group)) return true;
    await delay(milliseconds(POLL_MS));
  }
  return !groupRuns(group);
}

function hasLiveMember(group: number): boolean {
  return readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      // pid (name) state ppid pgrp …; the name may hold spaces and brackets, so count from its end.
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const [state, , memberOf] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(memberOf) === group && state !== 'Z' && state !== 'X';
    } catch {
      return false;
    }
  });
}
