import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { methodOf, type LoadSettings, type SettingsProblem } from '../../plan/load-settings.ts';
import type { ResponseTime } from '../../samples/response-time-schema.ts';
import { NO_RESPONSE_TIMES } from '../../samples/response-time.ts';
import {
  formatDuration,
  microsecondsToMilliseconds,
  millisecondsToSeconds,
  type Microseconds,
  type Milliseconds,
} from '../../units.ts';
import { firstLines } from './first-lines.ts';
import type { FoundTool, OutputLine, OutsideFigures, OutsideGenerator } from './outside-generator.ts';
import { readReport } from './read-report.ts';
import { BEGINS, QUANTILES, REPORT, WRK_SCRIPT } from './wrk-script.ts';

const figure = z.number();
const count = z.int().nonnegative();
const time = figure.transform((value) => microsecondsToMilliseconds(value as Microseconds));
/** null stands for what is no number. */
const [maybe, maybeTime] = [figure.nullable(), time.nullable()];

const reportSchema = z.object({
  duration: time,
  requests: count,
  bytes: count,
  errors: z.object({ connect: count, read: count, write: count, status: count, timeout: count }),
  latency: z.object({ min: maybeTime, max: maybeTime, mean: maybeTime, stdev: maybeTime }),
  quantiles: z.record(z.string(), maybeTime),
  rate: z.object({ max: maybe, mean: maybe, stdev: maybe }),
});

type Report = z.output<typeof reportSchema>;

/**
 * wrk 4.1 and later. A response later than the time-out counts as complete and as a time-out, and its latency is not
 * recorded; what was sent and not answered is counted nowhere. At its end it corrects the latencies for coordinated
 * omission, by adding samples that it did not measure: they are wrk's, and reported as they are.
 */
export const wrk: OutsideGenerator = {
  timeoutPolicy: 'wait',
  unsupported,
  find,
  script: WRK_SCRIPT,
  arguments: (
    { url, settings: { generatorThreads, connections, duration, timeout, headers } },
    scriptFile,
  ) => [
    `-t${generatorThreads}`,
    `-c${connections}`,
    `-d${wholeSeconds(duration)}s`,
    '--timeout',
    `${wholeSeconds(timeout)}s`,
    '-s',
    scriptFile,
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    url.href,
  ],
  read,
};

function unsupported(settings: LoadSettings): SettingsProblem | undefined {
  const { duration, timeout, body } = settings;
  if (body !== undefined || methodOf(settings) !== 'GET')
    return { what: 'wrk sends only GET without a body', remedy: 'Leave out the method and the body' };
  const broken = [duration, timeout].find((length) => !isWholeSeconds(length));
  if (broken === undefined) return undefined;
  return {
    what: `wrk knows only whole seconds, and ${broken === duration ? 'the duration' : 'the time-out'} is ${formatDuration(broken)}`,
    remedy: 'Give whole seconds, or another time scale',
  };
}

const wholeSeconds = (length: Milliseconds): number => Math.round(millisecondsToSeconds(length));

/** A time scale leaves 63 s at 62.99999999999999. */
function isWholeSeconds(length: Milliseconds): boolean {
  const seconds = millisecondsToSeconds(length);
  return seconds > 0.5 && Math.abs(seconds - Math.round(seconds)) < 1e-6;
}

async function find(): Promise<FoundTool> {
  const lines = await firstLines(['wrk', '-v']);
  if (lines === undefined)
    throw new UserError({
      what: 'wrk is not installed',
      remedy: 'Install it: `apt-get install wrk`, or all that Loadstone can use: `npm run setup:system`',
    });
  return { command: ['wrk'], version: /^wrk (\S+)/m.exec(lines)?.[1] ?? null };
}

function read(lines: readonly OutputLine[]): OutsideFigures | undefined {
  const report = readReport(
    reportSchema,
    lines.find(({ text }) => text.startsWith(REPORT))?.text.slice(REPORT.length),
  );
  const begun = lines.findLast(({ text }) => text === BEGINS);
  if (report === undefined || begun === undefined) return undefined;
  const { connect, read: reading, write, status, timeout } = report.errors;
  return {
    windowStart: begun.at,
    window: report.duration,
    ledger: {
      inFlightAtStart: null,
      started: null,
      completed: report.requests,
      completedLate: timeout,
      // It never gives up.
      timedOut: 0,
      failed: Object.fromEntries(
        Object.entries({ connect, read: reading, write }).filter(([, times]) => times > 0),
      ),
      inFlightAtEnd: null,
    },
    statusCodes: null,
    statusErrors: status,
    bytesRead: report.bytes,
    requestsPerSecondPerThread: rates(report, withinStdev(lines, 'Req/Sec')),
    onTimeMs: latencies(report, withinStdev(lines, 'Latency')),
    doubts: [],
  };
}

/** The one figure that is only in wrk's text; null where there is nothing that it is a share of. */
function withinStdev(lines: readonly OutputLine[], row: string): number | null {
  const share = lines.find(({ text }) => text.trimStart().startsWith(row))?.text.match(/([\d.]+)%$/)?.[1];
  return share === undefined ? null : Number(share);
}

function latencies(
  { requests, errors, latency, quantiles }: Report,
  withinStdevPercent: number | null,
): ResponseTime {
  const onTime = requests - errors.timeout;
  if (onTime === 0) return NO_RESPONSE_TIMES;
  const quantile = (name: keyof typeof QUANTILES): number | null => quantiles[QUANTILES[name]] ?? null;
  return {
    ...NO_RESPONSE_TIMES,
    ...latency,
    count: onTime,
    withinStdevPercent,
    p50: quantile('p50'),
    p75: quantile('p75'),
    p90: quantile('p90'),
    p95: quantile('p95'),
    p99: quantile('p99'),
    p999: quantile('p999'),
  };
}

function rates(
  { rate }: Report,
  withinStdevPercent: number | null,
): OutsideFigures['requestsPerSecondPerThread'] {
  // Without a sample it prints no share.
  if (withinStdevPercent === null) return { mean: null, stdev: null, max: null, withinStdevPercent };
  return { ...rate, withinStdevPercent };
}
