import { seriesInterval } from '../samples/interval-samples.ts';
import { mergeSeries } from '../samples/merged-series.ts';
import type { OwnTrialRecord } from '../samples/own-trial-record.ts';
import { summariseRates } from '../samples/rate-samples.ts';
import {
  describeLoad,
  describeTrial,
  throughputOver,
  type TrialContext,
} from '../samples/trial-description.ts';
import { validityReasons } from '../samples/validity-reasons.ts';
import { summariseCensored } from '../statistics/censored-response-times.ts';
import { describeTimes } from '../statistics/trial-times.ts';
import {
  milliseconds,
  millisecondsToMicroseconds,
  nanoseconds,
  nanosecondsToMilliseconds,
} from '../units.ts';
import type { LoadResult } from './run-load.ts';
import type { LoadOrder } from './load-order.ts';
import { generatorUsage } from './generator-usage.ts';
import { mergeArrivals, mergeConnections, mergeLedgers, sumByKey } from './merged-counts.ts';
import { mergeDurations } from './merged-samples.ts';
import { settledLoad } from './settled-load.ts';

/** Makes the record of a trial from what its generator threads saw. */
export function makeTrialRecord(order: LoadOrder, result: LoadResult, context: TrialContext): OwnTrialRecord {
  const { settings } = order;
  const windowMs = nanosecondsToMilliseconds(nanoseconds(result.windowEnd - result.windowStart));
  const durations = mergeDurations(result, millisecondsToMicroseconds(settings.timeout));
  const ledger = mergeLedgers(result);
  const arrivals = mergeArrivals(result.threads, durations.connectionWait);
  const connections = mergeConnections(result.threads);
  const statusCodes = sumByKey(result.threads.map((thread) => thread.samples.statusCodes));
  const series = mergeSeries(
    result.threads.map((thread) => thread.samples.series),
    seriesInterval(settings.duration),
    windowMs,
    ledger.inFlightAtStart,
  );
  const merged = { settings, windowMs, durations, ledger, connections, series };
  const { warmUp, ends, steadyState } = settledLoad(result, merged);
  const censored = summariseCensored(ends, milliseconds(warmUp.cutMs));
  const times = describeTimes(durations, censored, {
    timeout: settings.timeout,
    isOpen: settings.arrivalsPerSecond !== undefined,
    expectedInterval: settings.expectedInterval,
  });
  const usage = generatorUsage(result.threads.map((thread) => thread.usage));
  const reasons = validityReasons({
    stopped: result.stopped,
    windowMs,
    planned: settings.duration,
    ledger,
    arrivals,
    connections,
    statusCodes,
    statusErrors: null,
    generator: usage,
    scheduleLagP99Ms: times.scheduleLagMs.p99,
  });
  return {
    ...describeTrial(context, reasons),
    load: {
      ...describeLoad(order.url, settings),
      method: commonMethod(order),
      tls: result.tls ?? null,
      transport: result.transport,
      stamps: result.stamps,
    },
    windowMs,
    ledger,
    arrivals,
    statusCodes,
    statusErrors: null,
    connections,
    bytesRead: result.counters.bytesRead,
    throughput: {
      ...throughputOver(windowMs, ledger.completed, result.counters.bytesRead),
      steadyStatePerSecond: steadyState?.perSecond ?? null,
      steadyStateInterval: steadyState?.interval ?? null,
    },
    requestsPerSecondPerThread: summariseRates(result.threads.flatMap((thread) => thread.samples.rates)),
    ...times,
    series,
    warmUp,
    generator: { name: 'loadstone', version: null, ...usage },
    rawSamples: result.rawSamples ?? null,
  };
}

/** The method of all its requests; null where they have several. */
function commonMethod({ requests }: LoadOrder): string | null {
  const [method = null, ...others] = new Set(requests.map((request) => request.method));
  return others.length === 0 ? method : null;
}
