import { accessSync, closeSync, constants, openSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Option } from 'commander';
import { messageOf, UserError } from '../errors.ts';
import { runJson } from '../report/run-json.ts';
import type { StoredRun } from '../samples/run-record.ts';

/** In the place of a file: standard output, which then has nothing else. */
const STANDARD_OUTPUT = '-';

/** @param what is written, such as `the run and its trials` */
export const jsonOption = (what: string): Option =>
  new Option('--json <file>', `also write ${what} to a file; - prints that, and no report`);

/** Whether the JSON is what is printed: everything else that is said goes to standard error. */
export const isPrinted = (file: string | undefined): boolean => file === STANDARD_OUTPUT;

/** Where is said what became of a result: never between JSON. */
export const notesStream = (file: string | undefined): NodeJS.WriteStream =>
  isPrinted(file) ? process.stderr : process.stdout;

/** Finds out before anything is measured, and leaves the file as it is. */
export function requireWritable(file: string): void {
  if (isPrinted(file)) return;
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    // With its slash, a file in the folder's place is refused too.
    if (found === undefined) accessSync(`${dirname(resolve(file))}/`, constants.W_OK);
    else if (found.isDirectory()) throw new Error('it is a folder');
    // A pipe is not opened: whoever reads it would take its closing for the end.
    else if (found.isFile()) closeSync(openSync(file, 'r+'));
  } catch (error) {
    throw cannotWrite(file, error, 2, 'Name another file');
  }
}

/** @throws {UserError} when it cannot be written after all; the run itself is in the store */
export function writeJson(file: string, stored: StoredRun): void {
  writeText(file, runJson(stored));
}

/** @throws {UserError} when it cannot be written after all */
export function writeText(file: string, json: string): void {
  if (isPrinted(file)) {
    process.stdout.write(json);
    return;
  }
  try {
    writeFileSync(file, json);
  } catch (error) {
    throw cannotWrite(file, error, 1, SAFE_IN_STORE);
  }
}

const SAFE_IN_STORE = 'The run itself is safe in the store; write it with: loadstone report --format json';

function cannotWrite(file: string, error: unknown, exitCode: 1 | 2, remedy: string): UserError {
  return new UserError({
    what: `the file cannot be written: ${messageOf(error)}`,
    where: `--json ${file}`,
    remedy,
    exitCode,
    cause: error,
  });
}
