import { epollRegistrations } from './proc/epoll-registrations.ts';
import { socketInodes } from './proc/socket-inodes.ts';
import { readPortSockets, SOCKET_FAMILIES, type ListeningSocket } from './proc/socket-table.ts';
import type { ProcessNode } from './process-tree.ts';

/** A process that has a socket open which listens on the port. */
export interface Listener {
  readonly pid: number;
  /** No child of it in the tree has one: it accepts. A master that forks its workers keeps the socket, and does not. */
  readonly isLeaf: boolean;
  /**
   * Whether it waits for connections by epoll. False: it has an epoll instance and the socket is not in it yet.
   * Undefined: it has no instance. That is a server on `select` or io_uring, or one that is not so far yet.
   */
  readonly isRegistered: boolean | undefined;
}

/** Which processes of a tree hold a socket that listens on a port, by pid (Linux; empty elsewhere). */
export function listenersOn(port: number, tree: readonly ProcessNode[]): Listener[] {
  const inodes = listeningInodes(port, tree);
  const holders = tree.filter(({ pid }) => {
    const open = socketInodes(pid);
    return open !== undefined && inodes.some((inode) => open.has(inode));
  });
  const leaves = leafHolders(holders);
  return holders.map(({ pid }) => {
    const registered = epollRegistrations(pid);
    return {
      pid,
      isLeaf: leaves.has(pid),
      isRegistered: registered && inodes.some((inode) => registered.has(inode)),
    };
  });
}

/** Of those that hold a socket, the ones none of whose children does. */
export function leafHolders(holders: readonly Pick<ProcessNode, 'pid' | 'parentPid'>[]): Set<number> {
  const parents = new Set(holders.map(({ parentPid }) => parentPid));
  return new Set(holders.map(({ pid }) => pid).filter((pid) => !parents.has(pid)));
}

/** The sockets that listen on a port in the network namespace of a process. */
export function listeningSockets(pid: number, port: number): ListeningSocket[] {
  return SOCKET_FAMILIES.flatMap(
    (family) => readPortSockets(pid, family, port, 'listening')?.listening ?? [],
  );
}

/** In the namespace of the first that still runs: a tree is in one, but where it makes containers. */
function listeningInodes(port: number, tree: readonly ProcessNode[]): number[] {
  for (const { pid } of tree) {
    const sockets = listeningSockets(pid, port);
    if (sockets.length > 0) return sockets.map(({ inode }) => inode);
  }
  return [];
}
