import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, UserError } from '../errors.ts';
import type { LiveRun } from '../samples/live-run.ts';
import type { RunRecord } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { makeFolder } from './make-folder.ts';
import { RecordReader } from './record-reader.ts';
import type { RunStore } from './run-store.ts';
import { BUSY_TIMEOUT_MS, isStore, makeTables } from './store-form.ts';

/**
 * Opens the store, making it where there is none.
 * @throws {UserError} when it cannot be read or written, or is another program's
 */
export function openStore(path: string): RunStore {
  try {
    makeFolder(dirname(resolve(path)));
    return new SqliteStore(path, openDatabase(path));
  } catch (error) {
    throw error instanceof UserError
      ? error
      : cannotWrite(path, error, 2, 'Name another file with --store or LOADSTONE_STORE');
  }
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    isStore(database, path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    // It also finds out whether the file can be written: better to know before the first trial than after it.
    makeTables(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function cannotWrite(path: string, error: unknown, exitCode: 1 | 2, remedy: string): UserError {
  return new UserError({
    what: `the store cannot be written: ${messageOf(error)}`,
    where: path,
    remedy,
    exitCode,
    cause: error,
  });
}

/** Runs and trials as JSON in SQLite: write-ahead log, synced at every commit, one transaction a trial. */
class SqliteStore extends RecordReader implements RunStore {
  saveRun(run: RunRecord): void {
    this.#write(
      `INSERT INTO runs (id, started_at, record) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET record = excluded.record`,
      [run.id, run.startedAt, JSON.stringify(run)],
    );
  }

  addTrial(runId: string, trial: TrialRecord): void {
    this.#write('INSERT INTO trials (run_id, position, record) VALUES (?, ?, ?)', [
      runId,
      trial.order.position,
      JSON.stringify(trial),
    ]);
  }

  saveLive(runId: string, live: LiveRun): void {
    // Worth nothing after a crash, and several a second: not worth a sync of the disk, which a measurement would feel,
    // nor a wait for whoever writes at this moment.
    this.database.exec('PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 0');
    try {
      this.#write(
        `INSERT INTO live_runs (run_id, record) VALUES (?, ?)
         ON CONFLICT (run_id) DO UPDATE SET record = excluded.record`,
        [runId, JSON.stringify(live)],
      );
    } finally {
      this.database.exec(`PRAGMA synchronous = FULL; PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  }

  removeLive(runId: string): void {
    this.#write('DELETE FROM live_runs WHERE run_id = ?', [runId]);
  }

  override close(): void {
    try {
      // Whoever looks at the store meanwhile keeps SQLite from doing so by itself, and the file alone is what is copied.
      this.database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Nothing is lost: it is in the log beside it.
    }
    super.close();
  }

  #write(statement: string, values: readonly (string | number)[]): void {
    try {
      this.database.prepare(statement).run(...values);
    } catch (error) {
      // Unlike an input that cannot be used, this ends a run that has begun.
      throw cannotWrite(this.location, error, 1, 'What was stored before is kept: loadstone report');
    }
  }
}
