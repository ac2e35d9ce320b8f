import { readSmallFile } from './small-file.ts';

/** In characters; what a record keeps of a command line. */
const LONGEST_COMMAND = 200;

/** The command line of a process, its words parted by spaces, cut to 200 characters; empty where it has none or has ended. */
export function commandLine(pid: number): string {
  return decoded(readSmallFile(`/proc/${pid}/cmdline`) ?? '')
    .replaceAll('\0', ' ')
    .trim()
    .slice(0, LONGEST_COMMAND);
}

/** The environment that a process was started with, `NAME=value` and a NUL each; empty where it is not ours to read. */
export function environmentText(pid: number): string {
  return decoded(readSmallFile(`/proc/${pid}/environ`) ?? '');
}

const decoded = (latin1: string): string => Buffer.from(latin1, 'latin1').toString();
