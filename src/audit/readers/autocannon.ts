import { z } from 'zod';
import { between, cut, double, exact, rounded, type StatedFigure } from '../stated-figure.ts';
import {
  NOTHING_STATED,
  type StatedLatency,
  type StatedQuantile,
  type StatedResult,
} from '../stated-result.ts';
import { countField, figureField, maybeFigureField, sumOf } from './json-figures.ts';
import { parseForm, type JsonReader } from './reader.ts';

const latencySchema = z.looseObject({
  mean: figureField,
  stddev: figureField,
  min: figureField,
  max: figureField,
  totalCount: countField.optional(),
});

const resultSchema = z.looseObject({
  title: z.string().optional(),
  url: z.unknown(),
  connections: countField,
  pipelining: countField.default(1),
  workers: countField.optional(),
  sampleInt: figureField.default(1_000),
  samples: countField.optional(),
  duration: figureField,
  errors: countField,
  timeouts: countField,
  statusCodeStats: z.unknown(),
  latency: latencySchema,
  requests: z.looseObject({ mean: figureField, total: countField, sent: countField.optional() }),
  throughput: z.looseObject({ mean: figureField, total: figureField }),
  '1xx': maybeFigureField,
  '2xx': maybeFigureField,
  '3xx': maybeFigureField,
  '4xx': maybeFigureField,
  '5xx': maybeFigureField,
});

type Result = z.output<typeof resultSchema>;

/**
 * `autocannon --json` (autocannon 7 to 9: lib/run.js, lib/aggregateResult.js and hdr-histogram-percentiles-obj). Its
 * latencies are whole milliseconds, cut; means and deviations are rounded up to the hundredth; its rates are means over
 * samples (of a second, by default) from a histogram of three digits. It gives up at its time-out, which it does not state.
 */
export const autocannon: JsonReader = {
  tool: 'autocannon',
  recognises: (document) =>
    'latency' in document && 'requests' in document && 'throughput' in document && 'non2xx' in document,
  read: (document, where) => [stated(parseForm(resultSchema, document, 'autocannon', where))],
};

const HISTOGRAM_LOSS = 1e-3;
const LATENCY_LOSS = 1e-5;

function stated(result: Result): StatedResult {
  const { requests, throughput, errors, timeouts, latency } = result;
  const ratePerSecond = rateOf(requests.mean, result.sampleInt);
  const failed = Math.max(0, errors - timeouts);
  return {
    ...NOTHING_STATED,
    tool: 'autocannon',
    title: result.title ?? (typeof result.url === 'string' ? result.url : null),
    loop: 'closed',
    connections: result.connections * Math.max(1, result.pipelining),
    threads: result.workers ?? null,
    durationMs: rounded(result.duration * 1_000, 10),
    completed: requests.total,
    timedOut: timeouts,
    failed,
    errors: [
      { name: 'timeout', count: timeouts },
      { name: 'other', count: failed },
    ].filter(({ count }) => count > 0),
    sent: requests.sent ?? null,
    // By --rate; and after --amount until the sample ends.
    mayPause: true,
    mayEndIdle: true,
    latency: latencyOf(result),
    ratePerSecond,
    bytes: double(throughput.total),
    quotients: quotientsOf(result, ratePerSecond),
    sameCounts: [
      { name: 'requests.total', count: requests.total },
      ...(latency.totalCount === undefined
        ? []
        : [{ name: 'latency.totalCount', count: latency.totalCount }]),
      ...statusCount(result),
    ],
  };
}

function rateOf(mean: number, sampleMs: number): StatedFigure {
  const perSecond = sampleMs > 0 ? 1_000 / sampleMs : 1;
  const value = mean * perSecond;
  const loss = value * HISTOGRAM_LOSS + 0.01 * perSecond;
  return between(value, -loss, loss);
}

/** Its rates are over the samples that it took, however long those really were; each of its workers took as many. */
function quotientsOf(
  { samples, workers, sampleInt, requests, throughput }: Result,
  ratePerSecond: StatedFigure,
): StatedResult['quotients'] {
  const each = (samples ?? 0) / Math.max(1, workers ?? 0);
  if (each === 0 || !Number.isInteger(each) || sampleInt === 0) return [];
  const denominator = exact(each * sampleInt);
  return [
    { kind: 'throughput', numerator: exact(requests.total), denominator, stated: ratePerSecond },
    {
      kind: 'bytesPerSecond',
      numerator: double(throughput.total),
      denominator,
      stated: rateOf(throughput.mean, sampleInt),
    },
  ];
}

/** Its `min` is that of the latencies which are not 0, and so no lower bound of the others. */
function latencyOf({ latency, requests }: Result): StatedLatency {
  return {
    count: latency.totalCount ?? requests.total,
    meanMs: wholeMilliseconds(between(latency.mean, -0.01, 0)),
    stdevMs: between(latency.stddev, -1, 1),
    minMs: { ...cut(latency.min, 1), least: 0 },
    maxMs: wholeMilliseconds(exact(latency.max)),
    quantiles: quantilesOf(latency),
    quantilesAreEstimates: false,
    mayHaveAddedSamples: false,
  };
}

/** Up to a millisecond was cut off each latency, and five digits are kept. */
const wholeMilliseconds = ({ value, least, most }: StatedFigure): StatedFigure => ({
  value,
  least: least * (1 - LATENCY_LOSS),
  most: most * (1 + LATENCY_LOSS) + 1,
});

function quantilesOf(latency: object): StatedQuantile[] {
  return Object.entries(latency)
    .flatMap(([name, value]) => {
      const percent = /^p(\d{1,2}(?:_\d{1,3})?)$/.exec(name)?.[1]?.replace('_', '.');
      const ms = figureField.safeParse(value).data;
      if (percent === undefined || ms === undefined) return [];
      return [{ share: Number(percent) / 100, ms: wholeMilliseconds(exact(ms)) }];
    })
    .toSorted((one, other) => one.share - other.share);
}

function statusCount(result: Result): { name: string; count: number }[] {
  const stats = result.statusCodeStats;
  const byCode = z.record(z.string(), z.looseObject({ count: countField })).safeParse(stats).data;
  if (byCode === undefined) return [];
  return [
    { name: 'statusCodeStats', count: sumOf(Object.values(byCode).map(({ count }) => count)) },
    { name: '1xx to 5xx', count: classCount(result) },
  ];
}

const classCount = (result: Result): number =>
  sumOf((['1xx', '2xx', '3xx', '4xx', '5xx'] as const).map((name) => result[name] ?? 0));
