import { closeSync, openSync, readSync } from 'node:fs';

// Large enough for every file of /proc that is read whole here, but the tables of sockets.
const buffer = Buffer.allocUnsafe(64 * 1024);

/**
 * A file of /proc as text (latin1), up to 64 kB of it; undefined where it is gone or not ours to read.
 * The kernel makes a file anew at each opening, and hands most of them out a page at a time. Into one buffer that is
 * kept, a reading takes 4 to 12 µs, most of it the kernel's.
 */
export function readSmallFile(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    let length = 0;
    for (;;) {
      const count = readSync(file, buffer, length, buffer.length - length, null);
      length += count;
      if (count === 0 || length === buffer.length) return buffer.toString('latin1', 0, length);
    }
  } catch {
    // The process ended between the two calls (ESRCH).
    return undefined;
  } finally {
    closeSync(file);
  }
}
