import { readlinkSync } from 'node:fs';
import { numericEntries } from './numeric-entries.ts';

const SOCKET = 'socket:[';

/** The sockets that a process has open, each inode with a descriptor of it; undefined where that is not ours to see. 4 µs a descriptor. */
export function socketInodes(pid: number): Map<number, number> | undefined {
  const descriptors = numericEntries(`/proc/${pid}/fd`);
  if (descriptors === undefined) return undefined;
  const inodes = new Map<number, number>();
  for (const descriptor of descriptors) {
    const inode = socketInode(pid, descriptor);
    if (inode !== undefined) inodes.set(inode, descriptor);
  }
  return inodes;
}

/** The socket behind one descriptor; undefined where it is none, or closed. */
export function socketInode(pid: number, descriptor: number): number | undefined {
  const link = descriptorTarget(pid, descriptor);
  return link?.startsWith(SOCKET) === true ? Number.parseInt(link.slice(SOCKET.length), 10) : undefined;
}

/** What a descriptor stands for, such as `socket:[4711]` or a path. */
export function descriptorTarget(pid: number, descriptor: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/fd/${descriptor}`);
  } catch {
    return undefined;
  }
}
