import { readSmallFile } from './small-file.ts';

/** Connections that the kernel has dropped since the boot, in a network namespace. */
export interface ListenDrops {
  /** Because an accept queue was full. */
  readonly overflows: number;
  /** For any reason, those included. */
  readonly drops: number;
}

/** In the network namespace of a process. Undefined where the system does not say. About 100 µs. */
export function readListenDrops(pid: number): ListenDrops | undefined {
  const values = namedValues(readSmallFile(`/proc/${pid}/net/netstat`) ?? '', 'TcpExt:');
  const [overflows, drops] = [values.get('ListenOverflows'), values.get('ListenDrops')];
  return overflows === undefined || drops === undefined ? undefined : { overflows, drops };
}

/** The connections of a network namespace, whoever has them. */
export interface ConnectionCounters {
  /** Those that servers have had since the boot, from the end of the handshake on. */
  readonly passiveOpens: number;
  /** Established now, at either side. */
  readonly established: number;
}

/** In the network namespace of a process. Undefined where the system does not say. About 50 µs. */
export function readConnectionCounters(pid: number): ConnectionCounters | undefined {
  const values = namedValues(readSmallFile(`/proc/${pid}/net/snmp`) ?? '', 'Tcp:');
  const [passiveOpens, established] = [values.get('PassiveOpens'), values.get('CurrEstab')];
  return passiveOpens === undefined || established === undefined ? undefined : { passiveOpens, established };
}

/** Two lines begin with the label: the names, and then the numbers in the same order. */
export function namedValues(text: string, label: string): Map<string, number> {
  const [names = [], values = []] = text
    .split('\n')
    .filter((line) => line.startsWith(label))
    .map((line) => line.split(' ').slice(1));
  return new Map(names.map((name, index) => [name, Number(values[index])]));
}
