import type { DatabaseSync } from 'node:sqlite';
import { UserError } from '../errors.ts';

/** Another process may hold the store for a moment; wait this long for it. */
export const BUSY_TIMEOUT_MS = 5_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS trials (
    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (run_id, position)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS live_runs (
    run_id TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS runs_by_start ON runs (started_at);
`;

/** What every store has, whichever version of Loadstone made it. */
const COLUMNS = [
  'runs.id',
  'runs.started_at',
  'runs.record',
  'trials.run_id',
  'trials.position',
  'trials.record',
];

/** Makes what a store is, or the part of it that an older version did not know; all of it or nothing. */
export function makeTables(database: DatabaseSync): void {
  database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
}

/**
 * Looks what a database is.
 * @returns whether there is anything in it yet
 * @throws {UserError} when it is another program's
 */
export function isStore(database: DatabaseSync, path: string): boolean {
  const names = (query: string): string[] =>
    database
      .prepare(query)
      .all()
      .map(({ name }) => String(name));
  if (names('SELECT name FROM sqlite_schema').length === 0) return false;
  const columns = new Set(
    names(
      `SELECT sqlite_schema.name || '.' || pragma_table_info.name AS name
       FROM sqlite_schema, pragma_table_info(sqlite_schema.name) WHERE sqlite_schema.name IN ('runs', 'trials')`,
    ),
  );
  if (COLUMNS.every((column) => columns.has(column))) return true;
  throw new UserError({
    what: 'this is a database of another program, and no store',
    where: path,
    remedy: 'Name another file with --store or LOADSTONE_STORE',
  });
}

/** Whether runs say how far they have come; a store that an older version made has no place for that. */
export const hasLiveRuns = (database: DatabaseSync): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'live_runs'").get() !== undefined;
