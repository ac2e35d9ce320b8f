import { existsSync } from 'node:fs';
import { UserError } from '../errors.ts';
import type { StoredRun } from '../samples/run-record.ts';
import { openReader } from '../store/open-reader.ts';
import { readRecordFile, type SavedRecord } from '../store/record-file.ts';

/**
 * What a user names: a file that `--json` wrote, or a run in the store; undefined is the last run.
 * @throws {UserError} when there is none
 */
export function findRecord(source: string | undefined, storePath: string): SavedRecord {
  if (source !== undefined && existsSync(source)) return readRecordFile(source);
  const store = openReader(storePath);
  if (store === undefined)
    throw new UserError({
      what: source === undefined ? 'nothing has been run yet' : `there is no file or run "${source}"`,
      where: storePath,
      remedy: 'Run an experiment first: loadstone run --time-scale 0.1',
    });
  try {
    const stored = source === undefined ? store.latestRun() : store.findRun(source);
    if (stored !== undefined) return { kind: 'run', stored };
    throw new UserError({
      what: source === undefined ? 'the store holds no run' : `there is no file or run "${source}"`,
      where: storePath,
      remedy: 'Run an experiment first, or name a file that --json wrote',
    });
  } finally {
    store.close();
  }
}

/**
 * The same where only a run will do.
 * @throws {UserError} when it is one trial
 */
export function findRun(source: string | undefined, storePath: string): StoredRun {
  const record = findRecord(source, storePath);
  if (record.kind === 'run') return record.stored;
  throw new UserError({
    what: 'this is one trial, and what is compared are runs of several',
    where: source ?? storePath,
    remedy: 'Name a run, or a file that `run --json` wrote',
  });
}
