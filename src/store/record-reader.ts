import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { messageOf, UserError } from '../errors.ts';
import { liveRunSchema, type LiveRun } from '../samples/live-run.ts';
import { runRecordSchema, type StoredRun } from '../samples/run-record.ts';
import { trialRecordSchema } from '../samples/trial-record.ts';
import { VERSION } from '../version.ts';
import { COUNT_QUERY, listQuery, runList, runSummary, summaryQuery } from './run-list.ts';
import type { RunList, RunPage, RunReader, RunSummary } from './run-store.ts';
import { hasLiveRuns } from './store-form.ts';

/** The one thing that is asked of a run record of any form. */
const versionField = z.object({ loadstoneVersion: z.string() });

/** Reads runs and trials, which are JSON in SQLite. */
export class RecordReader implements RunReader {
  readonly location: string;
  protected readonly database: DatabaseSync;

  constructor(location: string, database: DatabaseSync) {
    this.location = location;
    this.database = database;
  }

  latestRun(): StoredRun | undefined {
    return this.#stored('SELECT id, record FROM runs ORDER BY started_at DESC, rowid DESC LIMIT 1', []);
  }

  findRun(id: string): StoredRun | undefined {
    return this.#stored('SELECT id, record FROM runs WHERE id = ?', [id]);
  }

  findLive(runId: string): LiveRun | undefined {
    return this.#read(() => {
      if (!hasLiveRuns(this.database)) return undefined;
      const row = this.database.prepare('SELECT record FROM live_runs WHERE run_id = ?').get(runId);
      return row && liveRunOf(String(row['record']));
    });
  }

  listRuns({ offset, limit, planName = '' }: RunPage): RunList {
    return this.#read(() =>
      runList(
        this.database.prepare(listQuery(hasLiveRuns(this.database))).all({ offset, limit, planName }),
        this.database.prepare(COUNT_QUERY).get({ planName }),
      ),
    );
  }

  findSummary(id: string): RunSummary | undefined {
    return this.#read(() => {
      const row = this.database.prepare(summaryQuery(hasLiveRuns(this.database))).get({ id });
      return row && runSummary(row);
    });
  }

  version(): number {
    return this.#read(() => Number(this.database.prepare('PRAGMA data_version').get()?.['data_version']));
  }

  close(): void {
    this.database.close();
  }

  #stored(query: string, values: readonly string[]): StoredRun | undefined {
    return this.#read(() => {
      const row = this.database.prepare(query).get(...values);
      if (row === undefined) return undefined;
      const id = String(row['id']);
      const trials = this.database
        .prepare('SELECT record FROM trials WHERE run_id = ? ORDER BY position')
        .all(id)
        .map((trial) => String(trial['record']));
      return readRecords(this.location, id, String(row['record']), trials);
    });
  }

  #read<Answer>(question: () => Answer): Answer {
    try {
      return question();
    } catch (error) {
      throw isOfSqlite(error) ? cannotRead(this.location, error) : error;
    }
  }
}

/** Undefined where it is of another version's form. */
function liveRunOf(record: string): LiveRun | undefined {
  try {
    return liveRunSchema.safeParse(JSON.parse(record)).data;
  } catch {
    return undefined;
  }
}

/** What SQLite finds wrong with a file is its owner's to mend; anything else is a defect of ours. */
export const isOfSqlite = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';

export const cannotRead = (path: string, error: unknown): UserError =>
  new UserError({
    what: `the store cannot be read: ${messageOf(error)}`,
    where: path,
    remedy:
      'Name another file with --store or LOADSTONE_STORE. A damaged one may be saved with: sqlite3 FILE .recover',
    cause: error,
  });

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
