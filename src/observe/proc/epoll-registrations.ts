import { readFileSync } from 'node:fs';
import { numericEntries } from './numeric-entries.ts';
import { descriptorTarget } from './socket-inodes.ts';

/**
 * Inodes that a process waits for by epoll, over all its instances.
 * Undefined where it has no instance (a server on `select` or io_uring, or one that is not so far yet) or none to be seen.
 */
export function epollRegistrations(pid: number): Set<number> | undefined {
  const instances = (numericEntries(`/proc/${pid}/fd`) ?? []).filter(
    (descriptor) => descriptorTarget(pid, descriptor) === 'anon_inode:[eventpoll]',
  );
  if (instances.length === 0) return undefined;
  return new Set(instances.flatMap((descriptor) => parseEpollInodes(readInstance(pid, descriptor))));
}

/** A line each: `tfd: 20 events: 19 data: 14 pos:0 ino:8f4a sdev:8`, the inode in hexadecimal digits. */
export function parseEpollInodes(text: string): number[] {
  return Array.from(text.matchAll(/^tfd:.* ino:\s*([0-9a-f]+)/gm), ([, inode = '']) =>
    Number.parseInt(inode, 16),
  );
}

/** Read whole: with thousands of connections it is larger than what small files are read into. */
function readInstance(pid: number, descriptor: number): string {
  try {
    return readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'latin1');
  } catch {
    return '';
  }
}
