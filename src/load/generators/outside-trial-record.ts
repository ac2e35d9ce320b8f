import { NO_RESPONSE_TIMES } from '../../samples/response-time.ts';
import {
  describeLoad,
  describeTrial,
  throughputOver,
  type TrialContext,
} from '../../samples/trial-description.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { validityReasons } from '../../samples/validity-reasons.ts';
import { generatorUsage } from '../generator-usage.ts';
import type { ThreadUsage } from '../thread-usage.ts';
import type { OutsideOrder } from './outside-generator.ts';
import { policyOf, type OutsideResult } from './run-outside-generator.ts';

/** What a trial is, apart from what the tool said of it. */
export interface OutsideTrialContext extends TrialContext {
  /** What each of the tool's threads did with the processors; empty where it was not observed. */
  usages: readonly ThreadUsage[];
}

/** Makes the record of a trial from what another tool reported; what it did not is left out. */
export function makeOutsideTrialRecord(
  { url, settings }: OutsideOrder,
  result: OutsideResult,
  context: OutsideTrialContext,
): TrialRecord {
  const { name, version, window, ledger, statusCodes, statusErrors, bytesRead } = result;
  const usage = generatorUsage(context.usages);
  const reasons = validityReasons({
    stopped: result.stopped,
    windowMs: window,
    planned: settings.duration,
    ledger,
    arrivals: null,
    connections: null,
    statusCodes,
    statusErrors,
    generator: usage,
    scheduleLagP99Ms: null,
  });
  return {
    ...describeTrial(context, [...reasons, ...result.doubts]),
    load: {
      ...describeLoad(url, settings),
      timeoutPolicy: policyOf(name),
      // Neither of them looks at a certificate.
      tls: url.protocol === 'https:' ? { verified: false } : null,
      transport: null,
      stamps: 'user',
    },
    windowMs: window,
    ledger,
    arrivals: null,
    statusCodes,
    statusErrors,
    connections: null,
    bytesRead,
    throughput: {
      ...throughputOver(window, ledger.completed, bytesRead),
      steadyStatePerSecond: null,
      steadyStateInterval: null,
    },
    requestsPerSecondPerThread: result.requestsPerSecondPerThread,
    responseTimeMs: describeResponseTimes(result),
    timeToFirstByteMs: null,
    connectTimeMs: null,
    scheduleLagMs: null,
    histograms: null,
    series: null,
    warmUp: null,
    generator: { name, version, ...usage },
    rawSamples: null,
  };
}

/** Late responses that a tool does not record leave nothing to be said of all of them together. */
function describeResponseTimes({ ledger, onTimeMs }: OutsideResult): TrialRecord['responseTimeMs'] {
  const hasAll = onTimeMs.count === ledger.completed;
  return {
    observed: hasAll ? onTimeMs : { ...NO_RESPONSE_TIMES, count: ledger.completed },
    onTime: onTimeMs,
    uncorrected: null,
    censored: null,
    synthetic: null,
  };
}
