import { z } from 'zod';
import { double, exact, quotient, type StatedFigure } from '../stated-figure.ts';
import {
  NOTHING_STATED,
  type StatedLatency,
  type StatedQuantile,
  type StatedQuotient,
  type StatedResult,
} from '../stated-result.ts';
import { countField, figureField, maybeFigureField } from './json-figures.ts';
import { parseForm, type JsonReader } from './reader.ts';

/** `handleSummary` has a metric's values under `values`, `--summary-export` has them in the metric itself. */
const metric = <Values extends z.ZodType>(values: Values) =>
  z.preprocess((found) => {
    const isNested = typeof found === 'object' && found !== null && 'values' in found;
    return isNested ? found.values : found;
  }, values);

const counterField = metric(z.looseObject({ count: figureField, rate: figureField }));
const trendField = metric(
  z.looseObject({
    avg: maybeFigureField,
    min: maybeFigureField,
    med: maybeFigureField,
    max: maybeFigureField,
  }),
);

const summarySchema = z.looseObject({
  metrics: z.looseObject({
    http_reqs: metric(z.looseObject({ count: countField, rate: figureField })),
    http_req_duration: trendField,
    http_req_failed: metric(
      z.looseObject({
        rate: figureField.optional(),
        value: figureField.optional(),
        passes: countField,
        fails: countField,
      }),
    ).optional(),
    iterations: metric(z.looseObject({ count: countField, rate: figureField })).optional(),
    iteration_duration: trendField.optional(),
    data_received: counterField.optional(),
    vus_max: metric(z.looseObject({ max: figureField.optional(), value: figureField })).optional(),
  }),
  state: z.looseObject({ testRunDurationMs: figureField }).optional(),
});

type Summary = z.output<typeof summarySchema>;

/**
 * k6's end-of-test summary as JSON: what `handleSummary(data)` gets (k6 0.30 to 1.x, docs "Custom summary"), and
 * `--summary-export` (js/summary.go). Milliseconds with all digits of a double; rates are over the whole test. Requests
 * that failed are among the requests and their durations. A virtual user goes through iterations, of which each may
 * have several requests and pauses: they are the closed loop.
 */
export const k6: JsonReader = {
  tool: 'k6',
  recognises: (document) =>
    'metrics' in document &&
    typeof document.metrics === 'object' &&
    document.metrics !== null &&
    'http_reqs' in document.metrics,
  read: (document, where) => [stated(parseForm(summarySchema, document, 'k6', where))],
};

function stated({ metrics, state }: Summary): StatedResult {
  const { http_reqs: requests, iterations, iteration_duration: iteration, data_received: received } = metrics;
  const { http_req_failed: failed, vus_max: users } = metrics;
  const durationMs = state === undefined ? null : double(state.testRunDurationMs);
  const meanMs = iteration?.avg ?? null;
  return {
    ...NOTHING_STATED,
    tool: 'k6',
    loop: 'closed',
    connections: users?.max ?? users?.value ?? null,
    connectionsVary: true,
    mayPause: true,
    durationMs: durationMs ?? impliedDuration(requests),
    completed: requests.count,
    errors: failed === undefined || failed.passes === 0 ? [] : [{ name: 'failed', count: failed.passes }],
    latency: requests.count === 0 ? null : latencyOf(metrics),
    cycles:
      iterations === undefined || meanMs === null
        ? null
        : { completed: iterations.count, meanMs: double(meanMs) },
    ratePerSecond: double(requests.rate),
    bytes: received === undefined ? null : double(received.count),
    quotients: quotientsOf(metrics, durationMs),
  };
}

interface Counter {
  readonly count: number;
  readonly rate: number;
}

/** Without the duration: what the count and its rate say it was. */
function impliedDuration({ count, rate }: Counter): StatedFigure | null {
  const seconds = quotient(double(count), double(rate));
  if (seconds === undefined) return null;
  return { value: seconds.value * 1e3, least: seconds.least * 1e3, most: seconds.most * 1e3 };
}

function latencyOf({ http_req_duration: trend, http_reqs: requests }: Summary['metrics']): StatedLatency {
  return {
    count: requests.count,
    meanMs: maybe(trend.avg),
    stdevMs: null,
    minMs: maybe(trend.min),
    maxMs: maybe(trend.max),
    quantiles: quantilesOf(trend),
    quantilesAreEstimates: false,
    mayHaveAddedSamples: false,
  };
}

const maybe = (value: number | null): StatedFigure | null => (value === null ? null : double(value));

function quantilesOf(trend: object): StatedQuantile[] {
  return Object.entries(trend)
    .flatMap(([name, value]) => {
      const percent = name === 'med' ? '50' : /^p\((\d{1,2}(?:\.\d{1,6})?)\)$/.exec(name)?.[1];
      const ms = figureField.safeParse(value).data;
      return percent === undefined || ms === undefined
        ? []
        : [{ share: Number(percent) / 100, ms: double(ms) }];
    })
    .toSorted((one, other) => one.share - other.share);
}

/** All of its rates are over the same time; where that is not stated, what another count and its rate say it was. */
function quotientsOf(metrics: Summary['metrics'], durationMs: StatedFigure | null): StatedQuotient[] {
  const { http_reqs: requests, iterations, data_received: received, http_req_failed: failed } = metrics;
  const quotients: StatedQuotient[] = [];
  const window = durationMs ?? impliedDuration(requests);
  if (durationMs !== null)
    quotients.push({
      kind: 'throughput',
      numerator: exact(requests.count),
      denominator: durationMs,
      stated: double(requests.rate),
    });
  if (window !== null && received !== undefined)
    quotients.push({
      kind: 'bytesPerSecond',
      numerator: double(received.count),
      denominator: window,
      stated: double(received.rate),
    });
  if (window !== null && iterations !== undefined)
    quotients.push({
      kind: 'oneWindow',
      numerator: exact(iterations.count),
      denominator: window,
      stated: double(iterations.rate),
    });
  const share = failed?.rate ?? failed?.value;
  if (failed !== undefined && share !== undefined && failed.passes + failed.fails > 0)
    quotients.push({
      kind: 'failedShare',
      numerator: exact(failed.passes),
      denominator: exact(failed.passes + failed.fails),
      stated: double(share),
    });
  return quotients;
}
