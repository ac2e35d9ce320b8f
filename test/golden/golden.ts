import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Set to 1, the golden files are written anew instead of compared. */
const UPDATE_FLAG = 'LOADSTONE_UPDATE_GOLDEN';

/** Compares a text, byte for byte, with the golden file of that name beside this one. */
export function assertGolden(name: string, text: string): void {
  const file = join(import.meta.dirname, name);
  if (process.env[UPDATE_FLAG] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file} does not exist; run the tests with ${UPDATE_FLAG}=1 to write it`);
  assert.equal(text, readFileSync(file, 'utf8'), `${name} differs; ${UPDATE_FLAG}=1 rewrites golden files`);
}
