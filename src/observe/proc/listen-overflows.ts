import { readSmallFile } from './small-file.ts';

/** Connections that the kernel has dropped since the boot, in a network namespace. */
export interface ListenDrops {
  /** Because an accept queue was full. */
  readonly overflows: number;
  /** For any reason, those included. */
  readonly drops: number;
}

/** In the network namespace of a process. Undefined where the system does not say. About 70 µs. */
export function readListenDrops(pid: number): ListenDrops | undefined {
  const text = readSmallFile(`/proc/${pid}/net/netstat`);
  return text === undefined ? undefined : parseListenDrops(text);
}

/** Two lines begin with `TcpExt:`: the names, and then the numbers in the same order. */
export function parseListenDrops(text: string): ListenDrops | undefined {
  const [names = [], values = []] = text
    .split('\n')
    .filter((line) => line.startsWith('TcpExt:'))
    .map((line) => line.split(' '));
  const valueOf = (name: string): number => Number(values[names.indexOf(name)]);
  const drops = { overflows: valueOf('ListenOverflows'), drops: valueOf('ListenDrops') };
  return Number.isNaN(drops.overflows + drops.drops) ? undefined : drops;
}
