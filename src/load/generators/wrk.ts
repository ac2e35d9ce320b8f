import { z } from 'zod';
import { UserError } from '../../errors.ts';
import type { LoadSettings, SettingsProblem } from '../../plan/load-settings.ts';
import type { ResponseTime } from '../../samples/response-time-schema.ts';
import {
  formatDuration,
  microsecondsToMilliseconds,
  millisecondsToSeconds,
  type Microseconds,
  type Milliseconds,
} from '../../units.ts';
import { firstLines } from './first-lines.ts';
import type { FoundTool, OutputLine, OutsideFigures, OutsideGenerator } from './outside-generator.ts';
import { NO_TIMES } from './no-times.ts';

const BEGINS = 'loadstone: a thread begins';
const REPORT = 'loadstone: report ';
const QUANTILES = { p50: 50, p75: 75, p90: 90, p95: 95, p99: 99, p999: 99.9 } as const;

/**
 * Prints what wrk knows. It has no hook for requests or responses, which would slow the load: `setup` is called for
 * each thread just before it starts, and `done` when all have ended.
 */
const SCRIPT = `
function setup()
  io.write('${BEGINS}\\n')
  io.flush()
end

local function figure(x)
  if x ~= x or x == math.huge or x == -math.huge then return 'null' end
  return string.format('%.17g', x)
end

local function object(fields)
  local parts = {}
  for name, value in pairs(fields) do
    parts[#parts + 1] = string.format('"%s":%s', name, type(value) == 'table' and object(value) or figure(value))
  end
  return '{' .. table.concat(parts, ',') .. '}'
end

function done(summary, latency, requests)
  local quantiles = {}
  for _, percent in ipairs({ ${Object.values(QUANTILES).join(', ')} }) do
    quantiles[tostring(percent)] = latency:percentile(percent)
  end
  io.write('${REPORT}', object({
    duration = summary.duration, requests = summary.requests, bytes = summary.bytes, errors = summary.errors,
    latency = { min = latency.min, max = latency.max, mean = latency.mean, stdev = latency.stdev },
    quantiles = quantiles,
    rate = { max = requests.max, mean = requests.mean, stdev = requests.stdev },
  }), '\\n')
end
`;

const figure = z.number();
const count = z.int().nonnegative();
const time = figure.transform((value) => microsecondsToMilliseconds(value as Microseconds));

const reportSchema = z.object({
  duration: time,
  requests: count,
  bytes: count,
  errors: z.object({ connect: count, read: count, write: count, status: count, timeout: count }),
  latency: z.object({ min: time, max: time, mean: time, stdev: time }),
  quantiles: z.record(z.string(), time),
  rate: z.object({ max: figure, mean: figure, stdev: figure }),
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
  script: SCRIPT,
  arguments: ({ url, settings: { generatorThreads, connections, duration, timeout } }, scriptFile) => [
    `-t${generatorThreads}`,
    `-c${connections}`,
    `-d${millisecondsToSeconds(duration)}s`,
    '--timeout',
    `${millisecondsToSeconds(timeout)}s`,
    '-s',
    scriptFile,
    url.href,
  ],
  read,
};

function unsupported({ duration, timeout }: LoadSettings): SettingsProblem | undefined {
  const broken = [duration, timeout].find((length) => !isWholeSeconds(length));
  if (broken === undefined) return undefined;
  return {
    what: `wrk knows only whole seconds, and ${broken === duration ? 'the duration' : 'the time-out'} is ${formatDuration(broken)}`,
    remedy: 'Give whole seconds, or another time scale',
  };
}

const isWholeSeconds = (length: Milliseconds): boolean => length >= 1_000 && length % 1_000 === 0;

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
  const report = reportIn(lines);
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

function reportIn(lines: readonly OutputLine[]): Report | undefined {
  const line = lines.find(({ text }) => text.startsWith(REPORT))?.text.slice(REPORT.length);
  return line === undefined ? undefined : reportSchema.safeParse(JSON.parse(line)).data;
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
  if (onTime === 0) return NO_TIMES;
  const quantile = (name: keyof typeof QUANTILES): number | null => quantiles[QUANTILES[name]] ?? null;
  return {
    ...NO_TIMES,
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
