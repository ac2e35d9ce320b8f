import { readFileSync, statSync } from 'node:fs';
import { messageOf, UserError } from '../errors.ts';

/**
 * Reads a file that is not too large.
 * @param where what the user gave
 * @throws {UserError} when it is, or cannot be read
 */
export function readWithin(file: string, where: string, limit: number): Buffer {
  try {
    if (statSync(file).size <= limit) return readFileSync(file);
  } catch (error) {
    throw new UserError({ what: `the file cannot be read: ${messageOf(error)}`, where, cause: error });
  }
  throw new UserError({
    what: `${file} is larger than ${limit / 2 ** 20} MB`,
    where,
    remedy: 'Give a smaller one: it is held in memory',
  });
}
