import { z } from 'zod';
import { failedCount } from '../../samples/ledger.ts';
import type { ResponseTime } from '../../samples/response-time-schema.ts';
import { storedRunSchema } from '../../samples/run-record.ts';
import { TRIAL_SCHEMA, trialRecordSchema, type TrialRecord } from '../../samples/trial-record.ts';
import { double, exact, type StatedFigure } from '../stated-figure.ts';
import {
  NOTHING_STATED,
  type StatedLatency,
  type StatedQuotient,
  type StatedResult,
} from '../stated-result.ts';
import { figureField } from './json-figures.ts';
import { parseForm, type JsonReader } from './reader.ts';
import { mayHaveAddedSamples } from './wrk.ts';

/** Loadstone's own: a trial, or a run with its trials, as `--json` writes them. Late responses are in its latencies. */
export const loadstone: JsonReader = {
  tool: 'loadstone',
  recognises: (document) =>
    ('schema' in document && document.schema === TRIAL_SCHEMA) || ('run' in document && 'trials' in document),
  read: (document, where) => {
    if ('trials' in document)
      return parseForm(storedRunSchema, document, 'Loadstone', where).trials.map(statedTrial);
    return [statedTrial(parseForm(trialRecordSchema, document, 'Loadstone', where))];
  },
};

const safeTrialSchema = z.looseObject({
  windowMs: figureField,
  bytesRead: figureField,
  throughput: z.looseObject({ completedPerSecond: figureField, bytesReadPerSecond: figureField }),
});

function statedTrial(trial: TrialRecord): StatedResult {
  const { load, ledger, generator } = trial;
  const { windowMs, bytesRead, throughput } = parseForm(safeTrialSchema, trial, 'Loadstone', load.url);
  const isClosed = load.loop === 'closed';
  // Another generator's latencies are of the responses that were on time.
  const isOwn = generator.name === 'loadstone' || generator.name === 'simulator';
  const lateLeftOut = isOwn ? 0 : (ledger.completedLate ?? 0);
  const times = isOwn ? trial.responseTimeMs.observed : trial.responseTimeMs.onTime;
  const durationMs = double(windowMs);
  return {
    ...NOTHING_STATED,
    tool: 'loadstone',
    title: titleOf(trial),
    loop: load.loop,
    connections: isClosed ? load.connections : null,
    threads: load.generatorThreads,
    durationMs,
    timeoutMs: load.timeoutMs,
    thinkTimeMs: isClosed ? load.thinkTimeMs : null,
    completed: ledger.completed,
    lateLeftOut,
    timedOut: ledger.timedOut,
    failed: failedCount(ledger),
    errors: Object.entries(ledger.failed).map(([name, count]) => ({ name, count })),
    sent: ledger.started,
    inFlightAtStart: ledger.inFlightAtStart ?? 0,
    inFlightAtEnd: ledger.inFlightAtEnd,
    mayEndIdle: load.requests !== null,
    latency: times.count === 0 ? null : latencyOf(times, trial, durationMs),
    ratePerSecond: double(throughput.completedPerSecond),
    bytes: double(bytesRead),
    quotients: quotientsOf(
      ledger.completed,
      bytesRead,
      windowMs,
      throughput.completedPerSecond,
      throughput.bytesReadPerSecond,
    ),
    sameCounts: [
      { name: 'ledger.completed', count: ledger.completed - lateLeftOut },
      { name: 'responses timed', count: times.count },
    ],
  };
}

function titleOf({ condition, order, load }: TrialRecord): string {
  const levels = Object.entries(condition).map(([factor, level]) => `${factor} ${level}`);
  return levels.length === 0 ? load.url : `${levels.join(', ')}, replicate ${order.replicate}`;
}

function latencyOf(
  times: ResponseTime,
  { generator, load, ledger }: TrialRecord,
  duration: StatedFigure,
): StatedLatency {
  const below = generator.name === 'autocannon' ? 1 : 0;
  const figure = (value: number | null): StatedFigure | null => {
    const ms = figureField.safeParse(value).data;
    return ms === undefined ? null : { ...double(ms), most: double(ms).most + below };
  };
  const maxMs = figure(times.max);
  const cycles = Math.floor(ledger.completed / load.connections);
  return {
    count: times.count,
    meanMs: figure(times.mean),
    stdevMs: figure(times.stdev),
    // That of autocannon is the least which is not 0.
    minMs: below > 0 ? null : figure(times.min),
    maxMs,
    quantiles: QUANTILES.flatMap(([name, share]) => {
      const ms = figure(times[name]);
      return ms === null ? [] : [{ share, ms }];
    }),
    quantilesAreEstimates: false,
    mayHaveAddedSamples:
      generator.name === 'wrk' && maxMs !== null && mayHaveAddedSamples(maxMs, duration, cycles),
  };
}

const QUANTILES = [
  ['p50', 0.5],
  ['p75', 0.75],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p999', 0.999],
] as const;

function quotientsOf(
  completed: number,
  bytesRead: number,
  windowMs: number,
  rate: number,
  bytesRate: number,
): StatedQuotient[] {
  if (windowMs === 0) return [];
  const denominator = double(windowMs);
  return [
    { kind: 'throughput', numerator: exact(completed), denominator, stated: double(rate) },
    { kind: 'bytesPerSecond', numerator: double(bytesRead), denominator, stated: double(bytesRate) },
  ];
}
