import { readSmallFile } from './small-file.ts';

/** What /proc/PID/stat says of a process and all its threads together (proc_pid_stat(5)). */
export interface ProcessStat {
  readonly pid: number;
  /** Its name, 15 characters at most. */
  readonly name: string;
  /** One letter: R runs or is ready to, S sleeps, D waits for a device, T is stopped, Z has ended, I idles. */
  readonly state: string;
  readonly parentPid: number;
  readonly group: number;
  /** Since its start, those of its threads that have ended included. */
  readonly userTicks: number;
  readonly systemTicks: number;
  readonly threads: number;
  /** After the boot of the machine. With the pid it tells a process from every other, before and after. */
  readonly startedAtTicks: number;
  readonly residentPages: number;
}

/** Undefined where there is no such process. */
export function readProcessStat(pid: number): ProcessStat | undefined {
  const text = readSmallFile(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseProcessStat(text);
}

/** `pid (name) state ppid pgrp …`: the name may hold spaces and brackets, so the rest is counted from behind its last. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')];
  if (open === -1 || close < open) return undefined;
  const fields = text.slice(close + 2).split(' ');
  const field = (index: number): number => Number(fields[index]);
  const stat = {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state: fields[0] ?? '',
    parentPid: field(1),
    group: field(2),
    userTicks: field(11),
    systemTicks: field(12),
    threads: field(17),
    startedAtTicks: field(19),
    residentPages: field(21),
  };
  return Number.isNaN(stat.residentPages) ? undefined : stat;
}

/** Whether it is over and only waits for its parent to ask how it ended. */
export const hasEnded = (state: string): boolean => state === 'Z' || state === 'X';
