import { z } from 'zod';
import { cut, double, exact, rounded, type StatedFigure } from '../stated-figure.ts';
import {
  NOTHING_STATED,
  type StatedLatency,
  type StatedQuotient,
  type StatedResult,
} from '../stated-result.ts';
import { countField, countsField, figureField, sumOf } from './json-figures.ts';
import { DECIMAL, printedNumber } from './printed-number.ts';
import { textBlocks } from './text-blocks.ts';
import { cutShort, parseForm, type JsonReader, type TextReader } from './reader.ts';

const nanoseconds = figureField;

const metricsSchema = z.looseObject({
  latencies: z.looseObject({
    total: nanoseconds,
    mean: nanoseconds,
    min: nanoseconds.optional(),
    '50th': nanoseconds.optional(),
    '90th': nanoseconds.optional(),
    '95th': nanoseconds.optional(),
    '99th': nanoseconds.optional(),
    max: nanoseconds,
  }),
  bytes_in: z.looseObject({ total: figureField, mean: figureField }),
  duration: nanoseconds,
  wait: nanoseconds,
  requests: countField,
  rate: figureField,
  throughput: figureField.optional(),
  success: figureField,
  status_codes: countsField,
});

type Metrics = z.output<typeof metricsSchema>;

/**
 * `vegeta report -type=json` (vegeta 8 to 12, lib/metrics.go): nanoseconds, means cut to whole ones. All requests are in
 * its latencies, the failed too; quantiles come from a t-digest. An open loop: connections are not stated. Its rate is
 * of the requests sent, over `duration`; its throughput of those with a status of 200 to 399, over `duration` + `wait`.
 */
export const vegetaJson: JsonReader = {
  tool: 'vegeta',
  recognises: (document) => 'latencies' in document && 'bytes_in' in document && 'status_codes' in document,
  read: (document, where) => [statedJson(parseForm(metricsSchema, document, 'vegeta', where))],
};

/** A request without a response has this status. */
const NO_STATUS = '0';
const NS_PER_MS = 1e6;

function statedJson(metrics: Metrics): StatedResult {
  const { latencies, requests, bytes_in: bytesIn, status_codes: statuses } = metrics;
  const successes = successCount(statuses);
  const quotients: StatedQuotient[] = [
    ...over('throughput', exact(requests), toMs(metrics.duration), double(metrics.rate)),
    ...over(
      'meanFromTotal',
      double(latencies.total / NS_PER_MS),
      exact(requests),
      wholeNanoseconds(latencies.mean),
    ),
    ...over('bytesPerResponse', double(bytesIn.total), exact(requests), double(bytesIn.mean)),
    ...over('successShare', exact(successes), exact(requests), double(metrics.success)),
  ];
  if (metrics.throughput !== undefined)
    quotients.push(
      ...over('goodput', exact(successes), toMs(metrics.duration + metrics.wait), double(metrics.throughput)),
    );
  return {
    ...common(requests, statuses),
    durationMs: toMs(metrics.duration + metrics.wait),
    latency: requests === 0 ? null : latencyOfJson(latencies, requests),
    ratePerSecond: double(metrics.rate),
    bytes: double(bytesIn.total),
    quotients,
  };
}

const toMs = (value: number): StatedFigure => double(value / NS_PER_MS);

/** Go divides by zero, and JSON cannot say what comes of it: there is nothing to compare. */
function over(
  kind: StatedQuotient['kind'],
  numerator: StatedFigure,
  denominator: StatedFigure,
  stated: StatedFigure,
): StatedQuotient[] {
  return denominator.least > 0 ? [{ kind, numerator, denominator, stated }] : [];
}

function common(requests: number, statuses: ReadonlyMap<string, number>): Omit<StatedResult, 'durationMs'> {
  const failed = statuses.get(NO_STATUS) ?? 0;
  return {
    ...NOTHING_STATED,
    tool: 'vegeta',
    loop: 'open',
    completed: requests - failed,
    failed,
    errors: failed > 0 ? [{ name: 'no response', count: failed }] : [],
    sameCounts: [
      { name: 'requests', count: requests },
      { name: 'status codes', count: sumOf(statuses.values()) },
    ],
  };
}

function successCount(statuses: ReadonlyMap<string, number>): number {
  return sumOf([...statuses].filter(([code]) => isSuccess(code)).map(([, count]) => count));
}

const isSuccess = (code: string): boolean => Number(code) >= 200 && Number(code) < 400;

const wholeNanoseconds = (value: number): StatedFigure => cut(value / NS_PER_MS, 1 / NS_PER_MS);

const QUANTILES = { '50th': 0.5, '90th': 0.9, '95th': 0.95, '99th': 0.99 } as const;

function latencyOfJson(latencies: Metrics['latencies'], count: number): StatedLatency {
  return {
    count,
    meanMs: wholeNanoseconds(latencies.mean),
    stdevMs: null,
    minMs: latencies.min === undefined ? null : wholeNanoseconds(latencies.min),
    maxMs: wholeNanoseconds(latencies.max),
    quantiles: Object.entries(QUANTILES).flatMap(([name, share]) => {
      const value = latencies[name as keyof typeof QUANTILES];
      return value === undefined ? [] : [{ share, ms: wholeNanoseconds(value) }];
    }),
    quantilesAreEstimates: true,
    mayHaveAddedSamples: false,
  };
}

/** `vegeta report`, as text (vegeta 8 to 12, lib/reporters.go); the names in brackets say what a line holds. */
export const vegetaText: TextReader = {
  tool: 'vegeta',
  recognises: (text) => HEAD.test(text),
  read: (text, where) => textBlocks(text, HEAD).map((block) => readBlock(block, where)),
};

const HEAD = /Requests[ \t]{1,20}\[total, rate/;
const LINE =
  /^[ \t]*(Requests|Duration|Latencies|Bytes In|Success)[ \t]+\[([^\]\n]{1,80})\][ \t]+(\S.{0,300})$/gm;
const STATUS_LINE = /^[ \t]*Status Codes[ \t]+\[code:count\][ \t]+(\S.{0,2000})$/m;

function readBlock(block: string, where: string): StatedResult {
  const fields = fieldsOf(block);
  const number = (name: string): StatedFigure | undefined => printed(fields.get(name));
  const time = (name: string): StatedFigure | undefined => goDuration(fields.get(name));
  const requests = number('Requests.total')?.value;
  const [rate, attack] = [number('Requests.rate'), time('Duration.attack')];
  if (requests === undefined || rate === undefined)
    throw cutShort('vegeta', 'its requests and their rate', where);
  const durationMs = time('Duration.total') ?? null;
  const statuses = statusesOf(block);
  const bytes = number('Bytes In.total');
  const quotients: StatedQuotient[] = [];
  const throughput = number('Requests.throughput');
  const [mean, success] = [
    number('Bytes In.mean'),
    printed(fields.get('Success.ratio')?.replace('%', ''), 0.01),
  ];
  if (attack !== undefined) quotients.push(...over('throughput', exact(requests), attack, rate));
  if (statuses !== undefined && success !== undefined)
    quotients.push(...over('successShare', exact(successCount(statuses)), exact(requests), success));
  if (statuses !== undefined && throughput !== undefined && durationMs !== null)
    quotients.push(...over('goodput', exact(successCount(statuses)), durationMs, throughput));
  if (bytes !== undefined && mean !== undefined)
    quotients.push(...over('bytesPerResponse', exact(bytes.value), exact(requests), mean));
  return {
    ...(statuses === undefined ? unknownStatuses() : common(requests, statuses)),
    durationMs,
    latency: requests === 0 ? null : latencyOfText(fields, requests),
    ratePerSecond: rate,
    bytes: bytes ?? null,
    quotients,
  };
}

const unknownStatuses = (): StatedResult => ({ ...NOTHING_STATED, tool: 'vegeta', loop: 'open' });

/** `Latencies [mean, max] 1ms, 2ms` as `Latencies.mean` → `1ms`, `Latencies.max` → `2ms`. */
function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, line = '', names = '', values = ''] of block.matchAll(LINE)) {
    const list = values.trim().split(/,\s*/);
    for (const [index, name] of names.split(/,\s*/).entries())
      fields.set(`${line}.${name}`, list[index] ?? '');
  }
  return fields;
}

function printed(text: string | undefined, scale = 1): StatedFigure | undefined {
  return text !== undefined && new RegExp(`^${DECIMAL}$`).test(text) ? printedNumber(text, scale) : undefined;
}

function statusesOf(block: string): ReadonlyMap<string, number> | undefined {
  const list = STATUS_LINE.exec(block)?.[1];
  if (list === undefined) return undefined;
  const counts = [...list.matchAll(/(\d{1,3}):(\d{1,15})/g)];
  return new Map(counts.map(([, code = '', count]) => [code, Number(count)]));
}

const GO_UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
  ['µs', 1e-3],
  ['ns', 1e-6],
] as const;
const GO_DURATION = new RegExp(`(${DECIMAL})(h|ms|m|s|µs|us|ns)`, 'g');

/**
 * Reads a duration as Go prints it (`1m30.5s`, `762.632µs`) in ms. From vegeta 12 on it is rounded to the unit below its
 * own: 30.0012 s to `30.001s`, 1 m 30.4 s to `1m30s`. Trailing zeros are not printed, so the digits do not tell.
 */
function goDuration(text: string | undefined): StatedFigure | undefined {
  if (text === undefined || text.length > 40) return undefined;
  const parts = [...text.matchAll(GO_DURATION)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  const value = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitMs(unit), 0);
  const below = GO_UNITS[GO_UNITS.findIndex(([, ms]) => value >= ms) + 1]?.[1] ?? 1e-6;
  return rounded(value, below);
}

const unitMs = (unit: string | undefined): number =>
  GO_UNITS.find(([name]) => name === (unit === 'us' ? 'µs' : unit))?.[1] ?? 0;

function latencyOfText(fields: ReadonlyMap<string, string>, count: number): StatedLatency {
  const time = (name: string): StatedFigure | null => goDuration(fields.get(`Latencies.${name}`)) ?? null;
  return {
    count,
    meanMs: time('mean'),
    stdevMs: null,
    minMs: time('min'),
    maxMs: time('max'),
    quantiles: ['50', '90', '95', '99'].flatMap((percent) => {
      const ms = time(percent);
      return ms === null ? [] : [{ share: Number(percent) / 100, ms }];
    }),
    quantilesAreEstimates: true,
    mayHaveAddedSamples: false,
  };
}
