import { readFileSync } from 'node:fs';

/** Keys of the auxiliary vector (linux/auxvec.h), by which the kernel tells each program what it runs on. */
const AT_PAGESZ = 6;
const AT_CLKTCK = 17;

/** What the figures of /proc are counted in. */
export interface SystemConstants {
  /** Processor time is counted in ticks: so many make a second. */
  readonly ticksPerSecond: number;
  /** Resident memory is counted in pages. */
  readonly pageBytes: number;
}

let known: SystemConstants | undefined;

/**
 * As the kernel told this very program at its start, which is what `getconf CLK_TCK` and `PAGESIZE` print too. Where it
 * did not, 100 ticks a second, which is part of the kernel's interface on every processor that Node runs on, and 4 kB.
 */
export function systemConstants(): SystemConstants {
  known ??= readConstants();
  return known;
}

function readConstants(): SystemConstants {
  let words: ReadonlyMap<number, number> = new Map();
  try {
    words = parseAuxiliaryVector(readFileSync('/proc/self/auxv'), isWide() ? 8 : 4);
  } catch {
    // Without the file, what is true nearly everywhere.
  }
  return { ticksPerSecond: words.get(AT_CLKTCK) ?? 100, pageBytes: words.get(AT_PAGESZ) ?? 4_096 };
}

const isWide = (): boolean => !['arm', 'ia32', 'mips', 'mipsel'].includes(process.arch);

/** Pairs of a key and a value, in the byte order of this machine. */
export function parseAuxiliaryVector(bytes: Uint8Array, wordBytes: 4 | 8): Map<number, number> {
  const { buffer, byteOffset, byteLength } = Uint8Array.from(bytes);
  const count = Math.floor(byteLength / wordBytes);
  const words =
    wordBytes === 8
      ? Array.from(new BigUint64Array(buffer, byteOffset, count), Number)
      : Array.from(new Uint32Array(buffer, byteOffset, count));
  const values = new Map<number, number>();
  for (let at = 0; at + 1 < words.length; at += 2) values.set(words[at] ?? 0, words[at + 1] ?? 0);
  return values;
}
