import { cut, exact, mayBeEqual, quotient, type StatedFigure } from '../stated-figure.ts';
import {
  NOTHING_STATED,
  type StatedCount,
  type StatedLatency,
  type StatedQuantile,
  type StatedQuotient,
  type StatedResult,
} from '../stated-result.ts';
import { sumOf } from './json-figures.ts';
import { DECIMAL, printedNumber } from './printed-number.ts';
import { textBlocks } from './text-blocks.ts';
import { cutShort, type TextReader } from './reader.ts';

/**
 * hey's text (hey 0.1.2 to 0.1.4, requester/report.go and print.go). Four decimals of a second. Its latencies are of the
 * responses; since 0.1.3 its rate counts the requests that failed as well. It does not state its connections.
 */
export const hey: TextReader = {
  tool: 'hey',
  recognises: (text) => HEAD.test(text),
  read: (text, where) => textBlocks(text, HEAD).map((block) => readBlock(block, where)),
};

const HEAD = /Summary:\s{1,4}Total:\s{1,8}\d{1,15}\.\d{4} secs/;
const QUANTILE = new RegExp(String.raw`^[ \t]*(\d{1,2})%+ in (${DECIMAL}) secs`, 'gm');
const STATUS = /^[ \t]*\[(\d{3})\][ \t]+(\d{1,15}) responses/gm;
const ERROR = /^[ \t]*\[(\d{1,15})\][ \t]+(\S.*)$/gm;
const BUCKET = new RegExp(String.raw`^[ \t]*${DECIMAL} \[(\d{1,15})\][ \t]*\|`, 'gm');
/** hey keeps no more latencies than these. */
const LATENCIES_AT_MOST = 1_000_000;

function readBlock(block: string, where: string): StatedResult {
  const seconds = (name: string): StatedFigure | undefined =>
    numberAfter(block, String.raw`${name}:\s+`, ' secs', 1_000);
  const durationMs = seconds('Total');
  const ratePerSecond = numberAfter(block, String.raw`Requests/sec:\s+`, '');
  const statuses = [...block.matchAll(STATUS)].map(([, , count]) => Number(count));
  if (durationMs === undefined || ratePerSecond === undefined) throw cutShort('hey', 'its rate', where);
  if (!block.includes('Status code distribution:')) throw cutShort('hey', 'its status codes', where);
  const completed = sumOf(statuses);
  const errors = errorsOf(block);
  const timedOut = sumOf(errors.filter(({ name }) => isTimeOut(name)).map(({ count }) => count));
  const failures = sumOf(errors.map(({ count }) => count));
  const throughput = throughputOf(completed, failures, durationMs, ratePerSecond);
  const bytes = numberAfter(block, String.raw`Total data:\s+`, ' bytes') ?? null;
  return {
    ...NOTHING_STATED,
    tool: 'hey',
    mayPause: true,
    mayEndIdle: true,
    durationMs,
    completed,
    timedOut,
    failed: failures - timedOut,
    errors,
    latency: latencyOf(block, completed, seconds),
    ratePerSecond,
    unansweredInRate: throughput.numerator.value - completed,
    bytes,
    quotients: [throughput, ...bytesPerResponse(block, bytes, completed)],
    sameCounts: completed > LATENCIES_AT_MOST ? [] : countsOf(block, completed),
  };
}

function numberAfter(block: string, before: string, after: string, scale = 1): StatedFigure | undefined {
  const text = new RegExp(`${before}(${DECIMAL})${after}`).exec(block)?.[1];
  return text === undefined ? undefined : printedNumber(text, scale);
}

function errorsOf(block: string): StatedCount[] {
  const [, list = ''] = block.split('Error distribution:');
  return [...list.matchAll(ERROR)].map(([, count, name = '']) => ({ name, count: Number(count) }));
}

const isTimeOut = (name: string): boolean => /deadline exceeded|Client\.Timeout|timeout/i.test(name);

/** Older ones count the responses in their rate, newer ones all requests: it is what the figure says it is. */
function throughputOf(
  completed: number,
  failures: number,
  denominator: StatedFigure,
  stated: StatedFigure,
): StatedQuotient {
  const all = exact(completed + failures);
  const perMs = quotient(all, denominator);
  const perSecond = perMs && { value: perMs.value * 1e3, least: perMs.least * 1e3, most: perMs.most * 1e3 };
  const countsAll = perSecond !== undefined && mayBeEqual(perSecond, stated);
  return { kind: 'throughput', numerator: countsAll ? all : exact(completed), denominator, stated };
}

/** The size is divided as whole numbers are. */
function bytesPerResponse(block: string, bytes: StatedFigure | null, completed: number): StatedQuotient[] {
  const size = /Size\/request:\s+(\d{1,15}) bytes/.exec(block)?.[1];
  if (size === undefined || bytes === null || completed > LATENCIES_AT_MOST) return [];
  return [
    {
      kind: 'bytesPerResponse',
      numerator: exact(bytes.value),
      denominator: exact(completed),
      stated: cut(Number(size), 1),
    },
  ];
}

function latencyOf(
  block: string,
  completed: number,
  seconds: (name: string) => StatedFigure | undefined,
): StatedLatency {
  return {
    count: Math.min(completed, LATENCIES_AT_MOST),
    meanMs: seconds('Average') ?? null,
    stdevMs: null,
    minMs: seconds('Fastest') ?? null,
    maxMs: seconds('Slowest') ?? null,
    quantiles: quantilesOf(block),
    quantilesAreEstimates: false,
    mayHaveAddedSamples: false,
  };
}

function quantilesOf(block: string): StatedQuantile[] {
  return [...block.matchAll(QUANTILE)]
    .map(([, percent, value = '']) => ({
      share: Number(percent) / 100,
      ms: printedNumber(value, 1_000),
    }))
    .filter(({ share }) => share > 0)
    .toSorted((one, other) => one.share - other.share);
}

function countsOf(block: string, completed: number): StatedCount[] {
  const buckets = [...block.matchAll(BUCKET)].map(([, count]) => Number(count));
  if (buckets.length === 0) return [];
  return [
    { name: 'status codes', count: completed },
    { name: 'histogram', count: sumOf(buckets) },
  ];
}
