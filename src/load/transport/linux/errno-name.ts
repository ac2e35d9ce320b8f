import { constants } from 'node:os';

const NAMES = new Map<number, string>();
// Where two names have one number (EAGAIN, EWOULDBLOCK), the first is the one that Node uses too.
for (const [name, number] of Object.entries(constants.errno)) {
  if (!NAMES.has(number)) NAMES.set(number, name);
}

/** `ECONNRESET` for 104, as an error's `code` in Node. */
export function errnoName(errno: number): string {
  return NAMES.get(errno) ?? `errno${errno}`;
}
