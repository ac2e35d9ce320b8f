import { statSync } from 'node:fs';
import type { Nanoseconds } from '../units.ts';
import { leafHolders } from './listening-processes.ts';
import { socketInode, socketInodes } from './proc/socket-inodes.ts';
import { readPortSockets, SOCKET_FAMILIES, type SocketFamily } from './proc/socket-table.ts';
import { readConnectionCounters } from './proc/tcp-counters.ts';
import type { ProcessNode } from './process-tree.ts';

type Member = Pick<ProcessNode, 'pid' | 'parentPid'>;

/** Within which all is looked through again, whatever seems to have changed. */
const LOOK_AGAIN_NS = 10e9;

/** Of each process, how many established connections it has accepted; a process is missing where that is not ours to see. */
export type ConnectionCounts = ReadonlyMap<number, number>;

/**
 * Who of a server holds the sockets on its port: those that listen, and the connections.
 *
 * To read the table of sockets and all descriptors of all processes takes tens of milliseconds, so what was found is kept
 * as long as nothing can have changed: see `connectionState`. Where something may have, the table is read, and
 * the descriptors are only where it has a connection that no worker had. That is safe with inodes: the kernel does not
 * give the number of a socket again before it has counted through all 2^32. What a connection can do is to go to another
 * process, as it does where a master accepts for its workers: so it is known only once a worker has it.
 */
export class PortWatch {
  readonly #port: number;
  #families: readonly SocketFamily[] = SOCKET_FAMILIES;
  #listening = new Set<number>();
  /** Of each process whose descriptors were looked through, the one of a socket that listens; -1 where it has none. */
  readonly #listenerOf = new Map<number, number>();
  /** Of each connection that a worker has, that worker's pid. */
  #ownerOf = new Map<number, number>();
  /** What told that nothing has changed, from before they were counted. */
  #state: string | undefined;
  #counts: ConnectionCounts = new Map();
  #lookedAt = -Infinity;

  constructor(port: number) {
    this.#port = port;
  }

  /** Looks at both families, to go on with those in which the server listens: to read one takes 2 ms at least. */
  findFamilies(members: readonly Member[]): void {
    const [{ pid } = { pid: 0 }] = members;
    this.#listening.clear();
    const found = SOCKET_FAMILIES.filter((family) => {
      const listening = readPortSockets(pid, family, this.#port, 'listening')?.listening ?? [];
      for (const { inode } of listening) this.#listening.add(inode);
      return listening.length > 0;
    });
    if (found.length > 0) this.#families = found;
  }

  /** Connections that wait to be accepted, over all sockets that listen on the port; undefined where none does. */
  acceptQueue(members: readonly Member[]): number | undefined {
    const [member] = members;
    if (member === undefined) return undefined;
    const listening = this.#families.flatMap(
      (family) => readPortSockets(member.pid, family, this.#port, 'listening')?.listening ?? [],
    );
    this.#listening = new Set(listening.map(({ inode }) => inode));
    return listening.length === 0
      ? undefined
      : listening.reduce((sum, { acceptQueue }) => sum + acceptQueue, 0);
  }

  /** Accepted connections with bytes that their process has not read; undefined where there is no table. */
  unread(members: readonly Member[]): number | undefined {
    const [member] = members;
    if (member === undefined) return undefined;
    const tables = this.#families.flatMap(
      (family) => readPortSockets(member.pid, family, this.#port, 'all') ?? [],
    );
    return tables.length === 0 ? undefined : tables.reduce((sum, { unread }) => sum + unread, 0);
  }

  /** Whether a process holds a socket that listens on the port; undefined while that is not known, or not ours to see. */
  holdsListener({ pid }: Member): boolean | undefined {
    const descriptor = this.#listenerOf.get(pid);
    if (descriptor === undefined || descriptor === -1) return descriptor === undefined ? undefined : false;
    const inode = socketInode(pid, descriptor);
    if (inode !== undefined && this.#listening.has(inode)) return true;
    // It may have another: it is looked through again.
    this.#listenerOf.delete(pid);
    return undefined;
  }

  /** As they were counted last; undefined where that was long ago, or they may have changed. */
  unchangedConnections(
    members: readonly Member[],
    acceptQueue: number | undefined,
    now: Nanoseconds,
  ): ConnectionCounts | undefined {
    const isRecent = this.#state !== undefined && now - this.#lookedAt < LOOK_AGAIN_NS;
    return isRecent && connectionState(members, acceptQueue) === this.#state ? this.#counts : undefined;
  }

  /**
   * Counts them.
   * @param acceptQueue as it was read just now
   * @param named the workers, where the server says which they are; else those who listen and whose children do not
   */
  connections(
    members: readonly Member[],
    acceptQueue: number | undefined,
    named: ReadonlySet<number> | undefined,
    now: Nanoseconds,
  ): ConnectionCounts {
    // Before: what changes while they are counted is noticed at the next reading.
    this.#state = connectionState(members, acceptQueue);
    const established = this.#established(members);
    const pids = new Set(members.map(({ pid }) => pid));
    const isKnown =
      now - this.#lookedAt < LOOK_AGAIN_NS &&
      members.every(({ pid }) => this.#listenerOf.has(pid)) &&
      established.every((inode) => pids.has(this.#ownerOf.get(inode) ?? -1));
    this.#counts = isKnown
      ? this.#countKnown(members, established)
      : this.#lookThrough(members, named, established);
    if (!isKnown) this.#lookedAt = now;
    return this.#counts;
  }

  #countKnown(members: readonly Member[], established: readonly number[]): ConnectionCounts {
    const counts = new Map(members.map(({ pid }) => [pid, 0]));
    for (const inode of established) addOne(counts, this.#ownerOf.get(inode));
    return counts;
  }

  /** Each once, though the table changed while it was read. */
  #established(members: readonly Member[]): number[] {
    const [member] = members;
    if (member === undefined) return [];
    return [
      ...new Set(
        this.#families.flatMap(
          (family) => readPortSockets(member.pid, family, this.#port, 'all')?.established ?? [],
        ),
      ),
    ];
  }

  #lookThrough(
    members: readonly Member[],
    named: ReadonlySet<number> | undefined,
    established: readonly number[],
  ): ConnectionCounts {
    const open = new Map(members.map(({ pid }) => [pid, socketInodes(pid)]));
    this.#listenerOf.clear();
    for (const [pid, inodes] of open) {
      const inode = [...this.#listening].find((listening) => inodes?.has(listening));
      if (inodes !== undefined)
        this.#listenerOf.set(pid, inode === undefined ? -1 : (inodes.get(inode) ?? -1));
    }
    const workers =
      named ?? leafHolders(members.filter(({ pid }) => (this.#listenerOf.get(pid) ?? -1) !== -1));
    // What several have open, a worker has accepted, and its children may have inherited.
    const pids = members.map(({ pid }) => pid);
    const inOrder = [...pids.filter((pid) => workers.has(pid)), ...pids.filter((pid) => !workers.has(pid))];
    this.#ownerOf = new Map();
    const counts = new Map<number, number>();
    for (const pid of inOrder) if (open.get(pid) !== undefined) counts.set(pid, 0);
    for (const inode of established) {
      const owner = inOrder.find((pid) => open.get(pid)?.has(inode));
      addOne(counts, owner);
      if (owner !== undefined && workers.has(owner)) this.#ownerOf.set(inode, owner);
    }
    return counts;
  }
}

/**
 * While this stays the same, no process has accepted or closed a connection: none was established on the machine and left
 * an accept queue, none ended, and no process has more descriptors open or fewer. The descriptors alone would not do: a
 * process that waits in `accept` has one set apart for what will come. Undefined where the system does not say all of it.
 */
function connectionState(members: readonly Member[], acceptQueue: number | undefined): string | undefined {
  const counters = members[0] && readConnectionCounters(members[0].pid);
  const open = members.map(({ pid }) => openCount(pid));
  if (counters === undefined || acceptQueue === undefined || open.includes(undefined)) return undefined;
  const pids = members.map(({ pid }) => pid);
  return [counters.passiveOpens, counters.established, acceptQueue, ...pids, ...open].join(' ');
}

/** How many descriptors a process has open: a size since Linux 6.2, and undefined before or where it is not ours to see. */
function openCount(pid: number): number | undefined {
  try {
    return statSync(`/proc/${pid}/fd`).size || undefined;
  } catch {
    return undefined;
  }
}

function addOne(counts: Map<number, number>, pid: number | undefined): void {
  if (pid !== undefined) counts.set(pid, (counts.get(pid) ?? 0) + 1);
}
