import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { messageOf, UserError } from '../errors.ts';
import { runRecordSchema, type RunRecord, type StoredRun } from '../samples/run-record.ts';
import { trialRecordSchema, type TrialRecord } from '../samples/trial-record.ts';
import { liveRunSchema, type LiveRun } from '../samples/live-run.ts';
import { VERSION } from '../version.ts';
import { COUNT_QUERY, LIST_QUERY, runList, runSummary, SUMMARY_QUERY } from './run-list.ts';
import type { RunList, RunPage, RunStore, RunSummary } from './run-store.ts';

/** Another process may hold the store for a moment; wait this long for it. */
const BUSY_TIMEOUT_MS = 5_000;

/** The one thing that is asked of a run record of any form. */
const versionField = z.object({ loadstoneVersion: z.string() });

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

/**
 * Opens the store, making it where there is none.
 * @throws {UserError} when it cannot be read or written
 */
export function openStore(path: string): RunStore {
  try {
    makeFolder(dirname(resolve(path)));
    return new SqliteStore(path);
  } catch (error) {
    throw cannotWrite(path, error, 2, 'Name another file with --store or LOADSTONE_STORE');
  }
}

/** Makes a folder and those above it. Node's own recursive form never returns where /proc refuses one. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
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

/** Reads records, or says which run holds one of another form. */
function readRecords(location: string, id: string, run: string, trials: readonly string[]): StoredRun {
  let version: string | undefined;
  try {
    const content: unknown = JSON.parse(run);
    version = versionField.safeParse(content).data?.loadstoneVersion;
    return {
      run: runRecordSchema.parse(content),
      trials: trials.map((trial) => trialRecordSchema.parse(JSON.parse(trial))),
    };
  } catch (error) {
    const writer = version === undefined || version === VERSION ? '' : ` (${version})`;
    throw new UserError({
      what: `run ${id} was written by another version of Loadstone${writer}, in a form that this one (${VERSION}) cannot read`,
      where: location,
      remedy: 'Read it with that version, or name another run',
      cause: error,
    });
  }
}

/** Runs and trials as JSON in SQLite: write-ahead log, synced at every commit, one transaction a trial. */
class SqliteStore implements RunStore {
  readonly location: string;
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.location = path;
    this.#database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
      this.#database.exec(TABLES);
      // A file that can be opened need not be writable; better to know before the first trial than after it.
      this.#database.exec('BEGIN IMMEDIATE; ROLLBACK');
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

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
    this.#database.exec('PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 0');
    try {
      this.#write(
        `INSERT INTO live_runs (run_id, record) VALUES (?, ?)
         ON CONFLICT (run_id) DO UPDATE SET record = excluded.record`,
        [runId, JSON.stringify(live)],
      );
    } finally {
      this.#database.exec(`PRAGMA synchronous = FULL; PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  }

  removeLive(runId: string): void {
    this.#write('DELETE FROM live_runs WHERE run_id = ?', [runId]);
  }

  latestRun(): StoredRun | undefined {
    return this.#read('SELECT id, record FROM runs ORDER BY started_at DESC, rowid DESC LIMIT 1', []);
  }

  findRun(id: string): StoredRun | undefined {
    return this.#read('SELECT id, record FROM runs WHERE id = ?', [id]);
  }

  findLive(runId: string): LiveRun | undefined {
    const row = this.#database.prepare('SELECT record FROM live_runs WHERE run_id = ?').get(runId);
    return row && liveRunSchema.safeParse(JSON.parse(String(row['record']))).data;
  }

  listRuns({ offset, limit, planName = '' }: RunPage): RunList {
    return runList(
      this.#database.prepare(LIST_QUERY).all({ offset, limit, planName }),
      this.#database.prepare(COUNT_QUERY).get({ planName }),
    );
  }

  findSummary(id: string): RunSummary | undefined {
    const row = this.#database.prepare(SUMMARY_QUERY).get({ id });
    return row && runSummary(row);
  }

  version(): number {
    return Number(this.#database.prepare('PRAGMA data_version').get()?.['data_version']);
  }

  close(): void {
    this.#database.close();
  }

  #write(statement: string, values: readonly (string | number)[]): void {
    try {
      this.#database.prepare(statement).run(...values);
    } catch (error) {
      // Unlike an input that cannot be used, this ends a run that has begun.
      throw cannotWrite(this.location, error, 1, 'What was stored before is kept: loadstone report');
    }
  }

  #read(query: string, values: readonly string[]): StoredRun | undefined {
    const row = this.#database.prepare(query).get(...values);
    if (row === undefined) return undefined;
    const id = String(row['id']);
    const trials = this.#database
      .prepare('SELECT record FROM trials WHERE run_id = ? ORDER BY position')
      .all(id)
      .map((trial) => String(trial['record']));
    return readRecords(this.location, id, String(row['record']), trials);
  }
}
