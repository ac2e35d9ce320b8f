import type { SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import type { RunList, RunSummary } from './run-store.ts';

/** Of a run whose record is damaged is told what stands beside it, and the others are told all the same. */
const RECORD = "CASE WHEN json_valid(record) THEN record ELSE '{}' END";

const CHOSEN = `
  FROM runs
  WHERE :planName = '' OR instr(lower(json_extract(${RECORD}, '$.plan.name')), lower(:planName)) > 0`;

const LIVE_AT = `(
  SELECT json_extract(${RECORD}, '$.at') FROM live_runs WHERE run_id = id
)`;

/**
 * What a list says of a run. It asks the records for a few fields and does not read them whole, so that a long list is
 * quick and a record of another version's is no obstacle; trials are only counted.
 */
const summary = (hasLiveRuns: boolean): string => `
  SELECT
    id,
    started_at AS startedAt,
    json_extract(record, '$.plan.name') AS planName,
    json_extract(record, '$.state') AS state,
    json_extract(record, '$.finishedAt') AS finishedAt,
    json_extract(record, '$.loadstoneVersion') AS loadstoneVersion,
    json_extract(record, '$.sweep') IS NOT NULL AS isSweep,
    COALESCE(json_array_length(record, '$.plan.conditions'), 0) AS conditions,
    COALESCE(json_array_length(record, '$.failedTrials'), 0) AS failedTrials,
    (SELECT COUNT(*) FROM trials WHERE run_id = id) AS trials,
    ${hasLiveRuns ? LIVE_AT : 'NULL'} AS liveAt
  FROM chosen`;

/** A page of the list. */
export const listQuery = (hasLiveRuns: boolean): string => `
  WITH chosen AS MATERIALIZED (
    SELECT id, started_at, rowid AS place, ${RECORD} AS record ${CHOSEN}
    ORDER BY started_at DESC, rowid DESC
    LIMIT :limit OFFSET :offset
  )
  ${summary(hasLiveRuns)}
  ORDER BY started_at DESC, place DESC`;

/** One of the list. */
export const summaryQuery = (hasLiveRuns: boolean): string => `
  WITH chosen AS MATERIALIZED (SELECT id, started_at, ${RECORD} AS record FROM runs WHERE id = :id)
  ${summary(hasLiveRuns)}`;

/** How many there are on all pages. */
export const COUNT_QUERY = `SELECT COUNT(*) AS total ${CHOSEN}`;

const rowSchema = z.object({
  id: z.string(),
  startedAt: z.string(),
  planName: z.string().catch(''),
  // Whatever another version may have called it, it does not go on.
  state: z.enum(['running', 'finished', 'interrupted']).catch('finished'),
  finishedAt: z.string().nullable().catch(null),
  loadstoneVersion: z.string().catch(''),
  isSweep: z.int().transform((is) => is === 1),
  conditions: z.int(),
  failedTrials: z.int(),
  trials: z.int(),
  liveAt: z.string().nullable().catch(null),
});

type Row = Record<string, SQLOutputValue>;

/** Makes a summary of what the query answered. */
export const runSummary = (row: Row): RunSummary => rowSchema.parse(row);

/** Makes a list of what the two queries answered. */
export const runList = (rows: readonly Row[], count: Row | undefined): RunList => ({
  runs: rows.map(runSummary),
  total: Number(count?.['total'] ?? 0),
});
