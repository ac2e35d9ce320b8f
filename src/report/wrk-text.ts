import type { ResponseTime } from '../samples/response-time-schema.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { fixedText, longDouble } from './long-double.ts';
import { statusErrorCount } from '../samples/status-errors.ts';
import { wrkBinary, wrkColumn, wrkDuration, wrkMetric, wrkTime, type WrkFormat } from './wrk-units.ts';

export interface WrkTextOptions {
  /** Adds the Latency Distribution, as `wrk --latency` does. */
  latency: boolean;
}

interface SpreadFigures {
  readonly mean: number;
  readonly stdev: number;
  readonly max: number;
  /** Null when there is nothing to take a share of: wrk then divides zero by zero and prints what comes of it. The
   * same stands where it is not known. */
  readonly withinStdevPercent: number | null;
}

const DISTRIBUTION = [
  [50, 'p50'],
  [75, 'p75'],
  [90, 'p90'],
  [99, 'p99'],
] as const satisfies readonly (readonly [number, keyof ResponseTime])[];

/** Writes one trial as wrk 4.1 would have, to the column, so that whatever reads wrk reads this. */
export function wrkText(trial: TrialRecord, options: WrkTextOptions): string {
  const { load, ledger, throughput } = trial;
  const lines = [
    `Running ${wrkDuration((load.durationMs ?? trial.windowMs) / 1_000)} test @ ${load.url}`,
    `  ${load.generatorThreads} threads and ${load.connections} connections`,
    '  Thread Stats   Avg      Stdev     Max   +/- Stdev',
    spreadLine('Latency', latencyFigures(trial.responseTimeMs.onTime), wrkTime),
    spreadLine('Req/Sec', rateFigures(trial), wrkMetric),
    ...(options.latency ? distributionLines(trial.responseTimeMs.onTime) : []),
    `  ${ledger.completed} requests in ${wrkTime(microsecondsOf(trial.windowMs))}, ${wrkBinary(trial.bytesRead)}B read`,
    ...errorLines(trial),
    `Requests/sec: ${fixedText(longDouble(throughput.completedPerSecond), 2).padStart(9)}`,
    `Transfer/sec: ${wrkBinary(throughput.bytesReadPerSecond).padStart(10)}B`,
  ];
  return `${lines.join('\n')}\n`;
}

/** wrk leaves out what it calls a timeout: a response at or after the time-out. */
function latencyFigures(onTime: ResponseTime): SpreadFigures {
  return {
    mean: (onTime.mean ?? 0) * 1_000,
    stdev: (onTime.stdev ?? 0) * 1_000,
    max: microsecondsOf(onTime.max),
    withinStdevPercent: onTime.withinStdevPercent,
  };
}

function rateFigures({ requestsPerSecondPerThread: rate }: TrialRecord): SpreadFigures {
  return {
    mean: rate.mean ?? 0,
    stdev: rate.stdev ?? 0,
    max: Math.floor(rate.max ?? 0),
    withinStdevPercent: rate.withinStdevPercent,
  };
}

/** Whole microseconds, as wrk's clock gives them; the tenth of a nanosecond undoes what ÷ 1000 has rounded off. */
const microsecondsOf = (ms: number | null): number => Math.floor((ms ?? 0) * 1_000 + 1e-4);

function spreadLine(name: string, figures: SpreadFigures, format: WrkFormat): string {
  const columns = [
    wrkColumn(format(figures.mean), 8),
    wrkColumn(format(figures.stdev), 10),
    wrkColumn(format(figures.max), 9),
  ];
  const within =
    figures.withinStdevPercent === null ? '-nan' : fixedText(longDouble(figures.withinStdevPercent), 2);
  return `    ${name.padEnd(10)}${columns.join('')}${within.padStart(8)}%`;
}

function distributionLines(onTime: ResponseTime): string[] {
  const quantiles = DISTRIBUTION.map(
    ([percent, key]) =>
      `${String(percent).padStart(7)}%${wrkColumn(wrkTime(microsecondsOf(onTime[key])), 10)}`,
  );
  return ['  Latency Distribution', ...quantiles];
}

/** wrk's form has no way to say that a number is unknown: what is, is not counted. */
function errorLines(trial: TrialRecord): string[] {
  const { ledger } = trial;
  const connect = failuresOf(ledger.failed, 'connect');
  // wrk has no kind for a response it cannot parse: it counts it as a failed read.
  const read = failuresOf(ledger.failed, 'read') + failuresOf(ledger.failed, 'protocol');
  const write = failuresOf(ledger.failed, 'write');
  const timeout = (ledger.completedLate ?? 0) + ledger.timedOut;
  const statusErrors = statusErrorCount(trial) ?? 0;
  const lines: string[] = [];
  if (connect + read + write + timeout > 0) {
    lines.push(`  Socket errors: connect ${connect}, read ${read}, write ${write}, timeout ${timeout}`);
  }
  if (statusErrors > 0) lines.push(`  Non-2xx or 3xx responses: ${statusErrors}`);
  return lines;
}

function failuresOf(failed: TrialRecord['ledger']['failed'], phase: string): number {
  return sum(Object.entries(failed).map(([kind, count]) => (kind.split(':')[0] === phase ? count : 0)));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
