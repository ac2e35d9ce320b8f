import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf, UserError } from '../errors.ts';

/** Where the report of a run is written when nobody says where: `reports/` beside the store. */
export function reportPlace(storePath: string, runId: string): string {
  // The id may come from a file of somebody else's, and is to name no other folder.
  const name = runId.replaceAll(/[^\w.-]/g, '_').replace(/^\.+/, '');
  return join(dirname(storePath), 'reports', `${name === '' ? 'run' : name}.html`);
}

/**
 * Writes a report, and the folder it belongs to.
 * @throws {UserError} when it cannot be written
 */
export function writeReport(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError({
      what: `the report cannot be written: ${messageOf(error)}`,
      where: file,
      remedy: 'Name another file',
      cause: error,
    });
  }
}
