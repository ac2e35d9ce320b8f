import { failedCount } from '../samples/ledger.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { statusErrorCount } from '../samples/status-errors.ts';

type Cell = string | number | boolean | null;
interface CsvColumn {
  readonly name: string;
  readonly cell: (trial: TrialRecord, stored: StoredRun) => Cell;
}

const RESPONSE_TIMES = ['mean', 'stdev', 'min', 'p50', 'p75', 'p90', 'p95', 'p99', 'p999', 'max'] as const;
/** Over all requests, those without a response too. */
const CENSORED = ['p50', 'p90', 'p99', 'mean'] as const;

const IDENTITY: readonly CsvColumn[] = [
  { name: 'run', cell: (_, { run }) => run.id },
  { name: 'time_scale', cell: (_, { run }) => run.timeScale },
  { name: 'started_at', cell: ({ startedAt }) => startedAt },
  { name: 'block', cell: ({ order }) => order.block },
  { name: 'replicate', cell: ({ order }) => order.replicate },
  { name: 'position', cell: ({ order }) => order.position },
];

const FIGURES: readonly CsvColumn[] = [
  { name: 'url', cell: ({ load }) => load.url },
  { name: 'generator_name', cell: ({ generator }) => generator.name },
  { name: 'generator_version', cell: ({ generator }) => generator.version },
  { name: 'generator_threads', cell: ({ load }) => load.generatorThreads },
  { name: 'load_connections', cell: ({ load }) => load.connections },
  { name: 'duration_ms', cell: ({ load }) => load.durationMs },
  { name: 'timeout_ms', cell: ({ load }) => load.timeoutMs },
  { name: 'timeout_policy', cell: ({ load }) => load.timeoutPolicy },
  { name: 'window_ms', cell: ({ windowMs }) => windowMs },
  { name: 'started', cell: ({ ledger }) => ledger.started },
  { name: 'completed', cell: ({ ledger }) => ledger.completed },
  { name: 'completed_late', cell: ({ ledger }) => ledger.completedLate },
  { name: 'timed_out', cell: ({ ledger }) => ledger.timedOut },
  { name: 'failed', cell: ({ ledger }) => failedCount(ledger) },
  { name: 'in_flight_at_end', cell: ({ ledger }) => ledger.inFlightAtEnd },
  { name: 'status_errors', cell: statusErrorCount },
  { name: 'observed_per_s', cell: ({ throughput }) => throughput.completedPerSecond },
  { name: 'steady_per_s', cell: ({ throughput }) => throughput.steadyStatePerSecond },
  { name: 'read_bytes', cell: ({ bytesRead }) => bytesRead },
  ...RESPONSE_TIMES.map((name): CsvColumn => ({
    name: `response_time_${name}_ms`,
    cell: ({ responseTimeMs }) => responseTimeMs.observed[name],
  })),
  { name: 'response_time_beyond_ms', cell: ({ responseTimeMs }) => responseTimeMs.observed.beyondMs },
  { name: 'response_time_on_time_mean_ms', cell: ({ responseTimeMs }) => responseTimeMs.onTime.mean },
  { name: 'valid', cell: ({ validity }) => validity.valid },
  { name: 'invalid_reasons', cell: ({ validity }) => validity.reasons.join('; ') },
  ...CENSORED.map((name): CsvColumn => ({
    name: `response_time_censored_${name}_ms`,
    cell: ({ responseTimeMs }) => responseTimeMs.censored?.[name].estimate ?? null,
  })),
  {
    name: 'response_time_censored_beyond_ms',
    cell: ({ responseTimeMs }) => responseTimeMs.censored?.beyondMs ?? null,
  },
];

/** One row a trial, as RFC 4180 has it; the factors stand under their own names, units are suffixes. */
export function runCsv(stored: StoredRun): string {
  const conditions = [...stored.run.plan.conditions, ...stored.trials.map(({ condition }) => condition)];
  const factors = [...new Set(conditions.flatMap((condition) => Object.keys(condition)))];
  const levels = factors.map((factor): CsvColumn => ({
    name: factor,
    cell: ({ condition }) => condition[factor] ?? null,
  }));
  const columns = [...IDENTITY, ...levels, ...FIGURES];
  const rows = stored.trials.map((trial) => columns.map(({ cell }) => cell(trial, stored)));
  return [columns.map(({ name }) => name), ...rows]
    .map((row) => `${row.map(csvField).join(',')}\r\n`)
    .join('');
}

function csvField(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
