import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { methodOf, type LoadSettings, type SettingsProblem } from '../../plan/load-settings.ts';
import { NO_RESPONSE_TIMES } from '../../samples/response-time.ts';
import {
  formatDuration,
  milliseconds,
  millisecondsToNanoseconds,
  millisecondsToSeconds,
  nanoseconds,
  type Nanoseconds,
} from '../../units.ts';
import { monotonicNow } from '../../monotonic-clock.ts';
import { firstLines } from './first-lines.ts';
import { readReport } from './read-report.ts';
import type {
  FoundTool,
  OutputLine,
  OutsideFigures,
  OutsideGenerator,
  OutsideOrder,
} from './outside-generator.ts';

/** It ends at the first sample after its duration: by default they are a second apart. */
const SAMPLE_INTERVAL_MS = 100;
const SHORTEST_TIMEOUT = milliseconds(1_000);

const figure = z.number();
const count = z.int().nonnegative();

const reportSchema = z.object({
  start: z.coerce.date(),
  finish: z.coerce.date(),
  errors: count.describe('The time-outs included'),
  timeouts: count,
  statusCodeStats: z.record(z.string(), z.object({ count })),
  requests: z.object({ sent: count, total: count }),
  throughput: z.object({ total: count }),
  latency: z.object({
    min: figure,
    max: figure,
    mean: figure,
    stddev: figure,
    p50: figure,
    p75: figure,
    p90: figure,
    p99: figure,
    p99_9: figure,
  }),
});

type Report = z.output<typeof reportSchema>;

/**
 * autocannon 8 and later. It gives up at the time-out, opens the connection anew at once after whatever failed, and
 * does not say what failed. Its latencies are whole milliseconds, cut. Its `resets` are of the order of several
 * requests, not of connections.
 */
export const autocannon: OutsideGenerator = {
  timeoutPolicy: 'abort',
  unsupported,
  find: () => findAutocannon([pathToFileURL(join(process.cwd(), 'package.json')).href, import.meta.url]),
  arguments: ({ url, settings }) => [
    '--json',
    `--connections=${settings.connections}`,
    `--duration=${millisecondsToSeconds(settings.duration)}`,
    `--timeout=${millisecondsToSeconds(settings.timeout)}`,
    `--sampleInt=${SAMPLE_INTERVAL_MS}`,
    `--method=${methodOf(settings)}`,
    ...Object.entries(settings.headers).map(([name, value]) => `--headers=${name}: ${value}`),
    ...(settings.body === undefined ? [] : [`--body=${settings.body}`]),
    // One is not worth a thread beside the one that waits for it.
    ...(settings.generatorThreads > 1 ? [`--workers=${settings.generatorThreads}`] : []),
    url.href,
  ],
  read,
};

function unsupported({ timeout }: LoadSettings): SettingsProblem | undefined {
  if (timeout >= SHORTEST_TIMEOUT) return undefined;
  return {
    what: `autocannon knows no time-out under a second, and it is ${formatDuration(timeout)}`,
    remedy: 'Give a longer time-out, or another time scale',
  };
}

/**
 * Looks for the package, as each of these files would import it (where the user works, and where Loadstone is
 * installed), and then on the PATH.
 * @throws {UserError} when it is nowhere
 */
export async function findAutocannon(importers: readonly string[]): Promise<FoundTool> {
  for (const importer of importers) {
    const installed = packageFrom(importer);
    if (installed !== undefined) return installed;
  }
  const lines = await firstLines(['autocannon', '--version']);
  if (lines === undefined)
    throw new UserError({
      what: 'autocannon is not installed',
      remedy: 'Install it where you work: `npm install autocannon`',
    });
  return { command: ['autocannon'], version: /^autocannon v?(\S+)/m.exec(lines)?.[1] ?? null };
}

const packageSchema = z.object({ version: z.string(), bin: z.object({ autocannon: z.string() }) });

function packageFrom(importer: string): FoundTool | undefined {
  const file = packageFile(importer);
  if (file === undefined) return undefined;
  const { version, bin } = packageSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { command: [process.execPath, join(dirname(file), bin.autocannon)], version };
}

function packageFile(importer: string): string | undefined {
  try {
    return findPackageJSON('autocannon', importer);
  } catch {
    return undefined;
  }
}

function read(lines: readonly OutputLine[], { settings }: OutsideOrder): OutsideFigures | undefined {
  const report = readReport(reportSchema, lines.findLast(({ text }) => text.startsWith('{'))?.text);
  if (report === undefined) return undefined;
  const { errors, timeouts, requests, statusCodeStats } = report;
  const failed = errors - timeouts;
  return {
    windowStart: onMonotonicClock(report.start),
    window: milliseconds(report.finish.getTime() - report.start.getTime()),
    ledger: {
      inFlightAtStart: 0,
      started: requests.sent,
      completed: requests.total,
      completedLate: 0,
      timedOut: timeouts,
      failed: failed > 0 ? { unspecified: failed } : {},
      inFlightAtEnd: null,
    },
    statusCodes: Object.fromEntries(
      Object.entries(statusCodeStats).map(([status, of]) => [status, of.count]),
    ),
    statusErrors: null,
    bytesRead: report.throughput.total,
    requestsPerSecondPerThread: { mean: null, stdev: null, max: null, withinStdevPercent: null },
    onTimeMs: latencies(report),
    doubts: doubts(report, settings.connections),
  };
}

/** Its dates are of the wall clock, which was as far from the other a moment ago as it is now. */
function onMonotonicClock(date: Date): Nanoseconds {
  return nanoseconds(monotonicNow() - millisecondsToNanoseconds(milliseconds(Date.now() - date.getTime())));
}

function latencies({ requests, latency }: Report): OutsideFigures['onTimeMs'] {
  if (requests.total === 0) return NO_RESPONSE_TIMES;
  const { min, max, mean, stddev: stdev, p50, p75, p90, p99, p99_9: p999 } = latency;
  return { ...NO_RESPONSE_TIMES, count: requests.total, min, max, mean, stdev, p50, p75, p90, p99, p999 };
}

/**
 * A request whose connection goes away before its response stays in autocannon's queue: the next response on the
 * connection that follows is then taken for its own, and timed from its start. It shows in the count of what was
 * sent, as at the end each connection has just one request that is not answered yet.
 */
function doubts({ requests, timeouts }: Report, connections: number): string[] {
  const lost = requests.sent - requests.total - timeouts - connections;
  if (lost <= 0 || requests.total === 0) return [];
  return [
    `autocannon lost ${lost} request${lost === 1 ? '' : 's'} as connections were closed, and from then on its response times are those of other requests`,
  ];
}
