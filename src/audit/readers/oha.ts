import { z } from 'zod';
import { double, exact, type StatedFigure } from '../stated-figure.ts';
import {
  NOTHING_STATED,
  type StatedLatency,
  type StatedQuantile,
  type StatedQuotient,
  type StatedResult,
} from '../stated-result.ts';
import { countsField, figureField, maybeFigureField, sumOf } from './json-figures.ts';
import { parseForm, type JsonReader } from './reader.ts';

const resultSchema = z.looseObject({
  summary: z.looseObject({
    successRate: maybeFigureField,
    total: figureField,
    slowest: maybeFigureField,
    fastest: maybeFigureField,
    average: maybeFigureField,
    requestsPerSec: maybeFigureField,
    totalData: maybeFigureField,
    sizePerRequest: maybeFigureField,
    sizePerSec: maybeFigureField,
  }),
  latencyPercentiles: z.unknown(),
  statusCodeDistribution: countsField.optional(),
  errorDistribution: countsField.optional(),
});

type Result = z.output<typeof resultSchema>;

/**
 * `oha --output-format json`, before 1.5 `oha --json` (oha 0.5 to 1.16, src/printer.rs and src/result_data.rs). Seconds
 * with all digits of a double. It counts in `requestsPerSec` whatever ended, errors and what it broke off at its end too;
 * its latencies are of the responses. It does not state its connections.
 */
export const oha: JsonReader = {
  tool: 'oha',
  recognises: (document) =>
    'summary' in document &&
    typeof document.summary === 'object' &&
    document.summary !== null &&
    'requestsPerSec' in document.summary &&
    'total' in document.summary,
  read: (document, where) => [stated(parseForm(resultSchema, document, 'oha', where))],
};

/** What oha calls a request that its own end (`-z`) broke off. */
const BROKEN_OFF = 'aborted due to deadline';

function stated(result: Result): StatedResult {
  const { summary, statusCodeDistribution: statuses, errorDistribution: errors } = result;
  const completed = statuses === undefined ? null : sumOf(statuses.values());
  const inFlightAtEnd = errors?.get(BROKEN_OFF) ?? null;
  const timedOut = errors?.get('timeout') ?? errors?.get('request timed out') ?? 0;
  const failures = sumOf(errors?.values() ?? []);
  return {
    ...NOTHING_STATED,
    tool: 'oha',
    mayPause: true,
    mayEndIdle: true,
    durationMs: double(summary.total, 1_000),
    completed,
    timedOut,
    failed: failures - (inFlightAtEnd ?? 0) - timedOut,
    errors: [...(errors ?? [])].map(([name, count]) => ({ name, count })),
    inFlightAtEnd,
    latency: completed === 0 ? null : latencyOf(result, completed),
    ratePerSecond: maybe(summary.requestsPerSec),
    unansweredInRate: failures,
    bytes: maybe(summary.totalData),
    quotients: quotientsOf(result, completed, failures),
    sameCounts: [],
  };
}

const maybe = (value: number | null): StatedFigure | null => (value === null ? null : double(value));
const milliseconds = (seconds: number | null): StatedFigure | null =>
  seconds === null ? null : double(seconds, 1_000);

function latencyOf({ summary, latencyPercentiles }: Result, completed: number | null): StatedLatency {
  return {
    count: completed,
    meanMs: milliseconds(summary.average),
    stdevMs: null,
    minMs: milliseconds(summary.fastest),
    maxMs: milliseconds(summary.slowest),
    quantiles: quantilesOf(latencyPercentiles),
    quantilesAreEstimates: false,
    mayHaveAddedSamples: false,
  };
}

function quantilesOf(percentiles: unknown): StatedQuantile[] {
  if (typeof percentiles !== 'object' || percentiles === null) return [];
  return Object.entries(percentiles)
    .flatMap(([name, value]) => {
      const percent = /^p(\d{1,2}(?:\.\d{1,4})?)$/.exec(name)?.[1];
      const seconds = figureField.safeParse(value).data;
      return percent === undefined || seconds === undefined
        ? []
        : [{ share: Number(percent) / 100, ms: double(seconds, 1_000) }];
    })
    .toSorted((one, other) => one.share - other.share);
}

function quotientsOf({ summary }: Result, completed: number | null, failures: number): StatedQuotient[] {
  const seconds = double(summary.total, 1_000);
  const quotients: StatedQuotient[] = [];
  const { requestsPerSec, sizePerSec, totalData } = summary;
  if (completed !== null && requestsPerSec !== null)
    quotients.push({
      kind: 'throughput',
      numerator: exact(completed + failures),
      denominator: seconds,
      stated: double(requestsPerSec),
    });
  if (totalData !== null && sizePerSec !== null)
    quotients.push({
      kind: 'bytesPerSecond',
      numerator: double(totalData),
      denominator: seconds,
      stated: double(sizePerSec),
    });
  return quotients;
}
