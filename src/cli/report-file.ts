import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf, UserError } from '../errors.ts';
import { makeFolder } from '../store/make-folder.ts';
import { openFile } from './open-file.ts';

/** Where a report is written when nobody says where: `reports/` beside the store. */
export function reportPlace(storePath: string, what: string): string {
  // The id of a run may come from a file of somebody else's, and is to name no other folder.
  const name = what.replaceAll(/[^\w.-]/g, '_').replace(/^\.+/, '');
  return join(dirname(storePath), 'reports', `${name === '' ? 'run' : name}.html`);
}

/**
 * Writes a report, and the folder it belongs to.
 * @throws {UserError} when it cannot be written
 */
export function writeReport(file: string, text: string): void {
  try {
    makeFolder(dirname(resolve(file)));
    writeFileSync(file, text);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/**
 * Finds out before anything is measured, and leaves what is there as it is.
 * @throws {UserError} when no report can be written there
 */
export function requireReportPlace(file: string): void {
  try {
    makeFolder(dirname(resolve(file)));
    const isThere = existsSync(file);
    if (isThere && statSync(file).isDirectory()) throw new Error('it is a folder');
    // With its slash, a file in the folder's place is refused too.
    accessSync(isThere ? file : `${dirname(resolve(file))}/`, constants.W_OK);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

const cannotWrite = (file: string, error: unknown): UserError =>
  new UserError({
    what: `the report cannot be written: ${messageOf(error)}`,
    where: file,
    remedy: 'Name another file',
    cause: error,
  });

/**
 * The format that is asked for; what is opened can only be HTML.
 * @throws {UserError} where it is to be another
 */
export function askedFormat<Format extends string>(
  { format, open }: { readonly format?: Format; readonly open?: boolean },
  { otherwise, opened }: { readonly otherwise: Format; readonly opened: Format },
): Format {
  if (open !== true) return format ?? otherwise;
  if (format === undefined || format === opened) return opened;
  throw new UserError({
    what: `what is opened is HTML, and ${format} was asked for`,
    where: `--open --format ${format}`,
    remedy: 'Leave one of the two out',
  });
}

/**
 * Of a page that is to be printed.
 * @throws {UserError} where a terminal would show it
 */
export function refuseTerminal(): void {
  if (!process.stdout.isTTY) return;
  throw new UserError({
    what: 'a page of HTML is nothing for a terminal',
    where: '--format html',
    remedy: 'Give --out report.html, or --open',
  });
}

/** In the place of a file: standard output. */
const STANDARD_OUTPUT = '-';

/** Prints a report, or writes it, says where, and opens it where that is asked for. */
export async function deliver(
  text: string,
  file: string | undefined,
  { isOpened }: { readonly isOpened: boolean },
): Promise<void> {
  if (file === undefined || (file === STANDARD_OUTPUT && !isOpened)) {
    process.stdout.write(text);
    return;
  }
  writeReport(file, text);
  process.stdout.write(`${file}\n`);
  if (isOpened) await openFile(file);
}
