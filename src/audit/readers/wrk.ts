import { exact, type StatedFigure } from '../stated-figure.ts';
import {
  NOTHING_STATED,
  type StatedCount,
  type StatedLatency,
  type StatedQuantile,
  type StatedQuotient,
  type StatedResult,
} from '../stated-result.ts';
import { DECIMAL, printedNumber } from './printed-number.ts';
import { textBlocks } from './text-blocks.ts';
import { cutShort, type TextReader } from './reader.ts';

/**
 * wrk's text, with `--latency` and without, and what `loadstone load --format wrk` prints (wrk 4.1.0 and 4.2.0,
 * src/wrk.c and src/units.c). A file may hold the output of several runs. Two decimals of whatever unit fits; minutes
 * from 51 s on.
 */
export const wrk: TextReader = {
  tool: 'wrk',
  recognises: (text) => HEAD.test(text),
  read: (text, where) => textBlocks(text, HEAD).map((block) => readBlock(block, where)),
};

const HEAD = /Running \S{1,20} test @ /;
const TIME = String.raw`(${DECIMAL})(us|ms|s|m|h)`;
const TIME_MS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const BYTES: Readonly<Record<string, number>> = {
  '': 1,
  K: 1_024,
  M: 1_024 ** 2,
  G: 1_024 ** 3,
  T: 1_024 ** 4,
  P: 1_024 ** 5,
};

const LATENCY = new RegExp(String.raw`^[ \t]*Latency[ \t]+${TIME}[ \t]+${TIME}[ \t]+${TIME}\s`, 'm');
const QUANTILE = new RegExp(String.raw`^[ \t]*(\d{1,2}(?:\.\d{1,6})?)%[ \t]+${TIME}[ \t\r]*$`, 'gm');
const TOTAL = new RegExp(String.raw`(\d{1,15}) requests in ${TIME}, (${DECIMAL})([KMGTP]?)B read`);
const RATE = new RegExp(String.raw`Requests/sec:[ \t]+(${DECIMAL})[ \t\r]*$`, 'm');
const TRANSFER = new RegExp(String.raw`Transfer/sec:[ \t]+(${DECIMAL})([KMGTP]?)B[ \t\r]*$`, 'm');
const THREADS = /(\d{1,15}) threads and (\d{1,15}) connections/;
const ERRORS = /Socket errors: connect (\d{1,15}), read (\d{1,15}), write (\d{1,15}), timeout (\d{1,15})/;
const TITLE = /Running \S{1,20} test @ (\S*)/;
/** wrk2 sends by a schedule, and counts its latencies from when a request was due. */
const OPEN_LOOP = /HdrHistogram|Thread calibration/;

function readBlock(block: string, where: string): StatedResult {
  const total = TOTAL.exec(block);
  const load = THREADS.exec(block);
  if (load === null) throw cutShort('wrk', 'its threads and connections', where);
  if (total === null) throw cutShort('wrk', 'how many requests there were', where);
  const completed = Number(total[1]);
  const [threads, connections] = [Number(load[1]), Number(load[2])];
  const durationMs = timeFigure(total[2], total[3]);
  const rate = RATE.exec(block)?.[1];
  const ratePerSecond = rate === undefined ? null : printedNumber(rate);
  const bytes = bytesFigure(total[4], total[5]);
  const [, connect, read, write, timeout] = ERRORS.exec(block) ?? [];
  const lateLeftOut = Math.min(completed, Number(timeout ?? 0));
  return {
    ...NOTHING_STATED,
    tool: 'wrk',
    title: TITLE.exec(block)?.[1] ?? null,
    loop: OPEN_LOOP.test(block) ? 'open' : 'closed',
    connections,
    threads,
    durationMs,
    completed,
    lateLeftOut,
    failed: Number(connect ?? 0) + Number(read ?? 0) + Number(write ?? 0),
    errors: errorCounts({ connect, read, write, timeout }),
    latency: latencyOf(block, durationMs, { connections, completed, onTime: completed - lateLeftOut }),
    ratePerSecond,
    bytes,
    quotients: quotientsOf(block, { completed, durationMs, ratePerSecond, bytes }),
  };
}

function errorCounts(byKind: Readonly<Record<string, string | undefined>>): StatedCount[] {
  return Object.entries(byKind)
    .map(([name, count]) => ({ name, count: Number(count ?? 0) }))
    .filter(({ count }) => count > 0);
}

interface Requests {
  readonly connections: number;
  readonly completed: number;
  readonly onTime: number;
}

function latencyOf(block: string, duration: StatedFigure, requests: Requests): StatedLatency | null {
  const line = LATENCY.exec(block);
  if (line === null) return null;
  const maxMs = timeFigure(line[5], line[6]);
  const { connections, completed, onTime } = requests;
  return {
    count: onTime,
    meanMs: timeFigure(line[1], line[2]),
    stdevMs: timeFigure(line[3], line[4]),
    minMs: null,
    maxMs,
    quantiles: quantilesOf(block),
    quantilesAreEstimates: false,
    mayHaveAddedSamples: mayHaveAddedSamples(maxMs, duration, Math.floor(completed / connections)),
  };
}

/**
 * At its end wrk adds samples for each latency from twice the mean cycle on: a cycle less, two cycles less, and so on
 * (stats_correct in src/stats.c).
 */
export function mayHaveAddedSamples(maxMs: StatedFigure, duration: StatedFigure, cycles: number): boolean {
  return cycles >= 1 && maxMs.most >= (2 * duration.least) / cycles;
}

function quantilesOf(block: string): StatedQuantile[] {
  const quantiles = [...block.matchAll(QUANTILE)].map(([, percent, value, unit]) => ({
    share: Number(percent) / 100,
    ms: timeFigure(value, unit),
  }));
  return quantiles.toSorted((one, other) => one.share - other.share);
}

interface Totals {
  readonly completed: number;
  readonly durationMs: StatedFigure;
  readonly ratePerSecond: StatedFigure | null;
  readonly bytes: StatedFigure;
}

function quotientsOf(
  block: string,
  { completed, durationMs, ratePerSecond, bytes }: Totals,
): StatedQuotient[] {
  const transfer = TRANSFER.exec(block);
  const denominator = durationMs;
  return [
    ...(ratePerSecond === null
      ? []
      : [{ kind: 'throughput' as const, numerator: exact(completed), denominator, stated: ratePerSecond }]),
    ...(transfer === null
      ? []
      : [
          {
            kind: 'bytesPerSecond' as const,
            numerator: bytes,
            denominator,
            stated: bytesFigure(transfer[1], transfer[2]),
          },
        ]),
  ];
}

const timeFigure = (value = '', unit = ''): StatedFigure => printedNumber(value, TIME_MS[unit] ?? 1);
const bytesFigure = (value = '', unit = ''): StatedFigure => printedNumber(value, BYTES[unit] ?? 1);
