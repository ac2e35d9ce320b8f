import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { UserError } from '../errors.ts';
import { cannotRead, isOfSqlite, RecordReader } from './record-reader.ts';
import type { RunReader } from './run-store.ts';
import { BUSY_TIMEOUT_MS, isStore } from './store-form.ts';

/**
 * Opens a store to read it: nothing is made in it, and nothing where there is none.
 * @returns undefined where nothing was stored yet
 * @throws {UserError} when it cannot be read, or is another program's
 */
export function openReader(path: string): RunReader | undefined {
  if (!existsSync(path)) return undefined;
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase(path);
    if (isStore(database, path)) return new RecordReader(path, database);
    database.close();
    return undefined;
  } catch (error) {
    database?.close();
    throw error instanceof UserError ? error : cannotRead(path, error);
  }
}

/**
 * SQLite's own mode for reading only would leave the two files of its write-ahead log behind beside the store, as it may not
 * tidy them away. So it may open it as any, and is told to refuse what would change it.
 */
function openDatabase(path: string): DatabaseSync {
  try {
    return tried(path, 'mode=rw');
  } catch (error) {
    // On a disk that cannot be written there is no room for that log, nor anybody who writes.
    if (!isOfSqlite(error) || existsSync(`${path}-wal`)) throw error;
    return tried(path, 'immutable=1');
  }
}

/** Opens a database and looks into it: until then nothing is known of it. */
function tried(path: string, parameters: string): DatabaseSync {
  const url = pathToFileURL(resolve(path));
  url.search = parameters;
  const database = new DatabaseSync(url, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec('PRAGMA query_only = ON; SELECT 1 FROM sqlite_schema');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
