import type { SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import type { RunList, RunSummary } from './run-store.ts';

const CHOSEN = `
  FROM runs
  WHERE :planName = '' OR instr(lower(json_extract(record, '$.plan.name')), lower(:planName)) > 0`;

/**
 * What a list says of a run. It asks the records for a few fields and does not read them whole, so that a long list is
 * quick and a record of another version's is no obstacle; trials are only counted.
 */
const SUMMARY = `
  SELECT
    id,
    started_at AS startedAt,
    COALESCE(json_extract(record, '$.plan.name'), '') AS planName,
    json_extract(record, '$.state') AS state,
    json_extract(record, '$.finishedAt') AS finishedAt,
    COALESCE(json_extract(record, '$.loadstoneVersion'), '') AS loadstoneVersion,
    json_extract(record, '$.sweep') IS NOT NULL AS isSweep,
    COALESCE(json_array_length(record, '$.plan.conditions'), 0) AS conditions,
    COALESCE(json_array_length(record, '$.failedTrials'), 0) AS failedTrials,
    (SELECT COUNT(*) FROM trials WHERE run_id = id) AS trials,
    (SELECT json_extract(record, '$.at') FROM live_runs WHERE run_id = id) AS liveAt`;

/** A page of the list. */
export const LIST_QUERY = `
  ${SUMMARY}
  ${CHOSEN}
  ORDER BY started_at DESC, rowid DESC
  LIMIT :limit OFFSET :offset`;

/** One of the list. */
export const SUMMARY_QUERY = `${SUMMARY} FROM runs WHERE id = :id`;

/** How many there are on all pages. */
export const COUNT_QUERY = `SELECT COUNT(*) AS total ${CHOSEN}`;

const rowSchema = z.object({
  id: z.string(),
  startedAt: z.string(),
  planName: z.string(),
  // Whatever another version may have called it, it does not go on.
  state: z.enum(['running', 'finished', 'interrupted']).catch('finished'),
  finishedAt: z.string().nullable(),
  loadstoneVersion: z.string(),
  isSweep: z.int().transform((is) => is === 1),
  conditions: z.int(),
  failedTrials: z.int(),
  trials: z.int(),
  liveAt: z.string().nullable(),
});

type Row = Record<string, SQLOutputValue>;

/** Makes a summary of what the query answered. */
export const runSummary = (row: Row): RunSummary => rowSchema.parse(row);

/** Makes a list of what the two queries answered. */
export const runList = (rows: readonly Row[], count: Row | undefined): RunList => ({
  runs: rows.map(runSummary),
  total: Number(count?.['total'] ?? 0),
});
