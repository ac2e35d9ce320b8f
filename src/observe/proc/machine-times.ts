import { readSmallFile } from './small-file.ts';

/** What all processors of the machine together have done since its boot, in ticks. */
export interface MachineTimes {
  readonly busy: number;
  readonly idle: number;
  /** Taken by the hypervisor for others. */
  readonly stolen: number;
  /** Processes and threads that were ever made. */
  readonly forks: number;
}

export function readMachineTimes(): MachineTimes | undefined {
  const text = readSmallFile('/proc/stat');
  return text === undefined ? undefined : parseMachineTimes(text);
}

/** `cpu user nice system idle iowait irq softirq steal …` (proc_stat(5)); a guest's time is in the user's already. */
export function parseMachineTimes(text: string): MachineTimes | undefined {
  const match = /^cpu +([\d ]+)$/m.exec(text);
  const forks = /^processes (\d+)$/m.exec(text);
  if (match?.[1] === undefined || forks === null) return undefined;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = match[1]
    .split(' ')
    .map(Number);
  return {
    busy: user + nice + system + irq + softirq,
    idle: idle + iowait,
    stolen: steal,
    forks: Number(forks[1]),
  };
}
