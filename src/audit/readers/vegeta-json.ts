import { z } from 'zod';
import { cut, double, exact, type StatedFigure } from '../stated-figure.ts';
import type { StatedLatency, StatedQuotient, StatedResult } from '../stated-result.ts';
import { countField, countsField, figureField } from './json-figures.ts';
import { parseForm, type JsonReader } from './reader.ts';
import { attack, dividedBy, successCount } from './vegeta-attack.ts';

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

const NS_PER_MS = 1e6;

function statedJson(metrics: Metrics): StatedResult {
  const { latencies, requests, bytes_in: bytesIn, status_codes: statuses } = metrics;
  const successes = successCount(statuses);
  const quotients: StatedQuotient[] = [
    ...dividedBy('throughput', exact(requests), toMs(metrics.duration), double(metrics.rate)),
    ...dividedBy(
      'meanFromTotal',
      double(latencies.total / NS_PER_MS),
      exact(requests),
      wholeNanoseconds(latencies.mean),
    ),
    ...dividedBy('bytesPerResponse', double(bytesIn.total), exact(requests), double(bytesIn.mean)),
    ...dividedBy('successShare', exact(successes), exact(requests), double(metrics.success)),
  ];
  if (metrics.throughput !== undefined)
    quotients.push(
      ...dividedBy(
        'goodput',
        exact(successes),
        toMs(metrics.duration + metrics.wait),
        double(metrics.throughput),
      ),
    );
  return {
    ...attack(requests, statuses),
    durationMs: toMs(metrics.duration + metrics.wait),
    latency: requests === 0 ? null : latencyOfJson(latencies, requests),
    ratePerSecond: double(metrics.rate),
    bytes: double(bytesIn.total),
    quotients,
  };
}

const toMs = (value: number): StatedFigure => double(value / NS_PER_MS);

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
