import { median } from '../samples/median.ts';
import type { ServerTelemetry } from '../samples/server-telemetry.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** What a server that says so said of itself; medians over the trials, null is what it does not say. */
export interface TelemetrySymptoms {
  /** Of all workers together; null: no handler needs one. */
  readonly slots: number | null;
  /** Of the slots the mean share that was held. */
  readonly utilisation: number | null;
  /** Requests that waited for a slot, in the mean. */
  readonly queued: number;
  /** The median over the reports of the worst worker's 99th percentile. */
  readonly loopDelayMs: number | null;
}

/** @returns undefined where no server said anything */
export function telemetrySymptoms(trials: readonly TrialRecord[]): TelemetrySymptoms | undefined {
  const told = trials.flatMap(({ telemetry }) =>
    telemetry === null || telemetry.workers.length === 0 ? [] : [ofTrial(telemetry)],
  );
  if (told.length === 0) return undefined;
  return {
    slots: median(told.map(({ slots }) => slots)),
    utilisation: median(told.map(({ utilisation }) => utilisation)),
    queued: median(told.map(({ queued }) => queued)) ?? 0,
    loopDelayMs: median(told.map(({ loopDelayMs }) => loopDelayMs)),
  };
}

function ofTrial({ workers }: ServerTelemetry): TelemetrySymptoms {
  const slots = sum(workers.map((worker) => worker.slots ?? 0));
  const busy = sum(workers.map(({ totals }) => totals?.meanBusySlots ?? 0));
  const delays = workers.flatMap(({ series }) => median(series.eventLoopDelayP99Ms) ?? []);
  return {
    slots: slots === 0 ? null : slots,
    utilisation: slots === 0 ? null : busy / slots,
    queued: sum(workers.map(({ totals }) => totals?.meanQueued ?? 0)),
    loopDelayMs: delays.length === 0 ? null : Math.max(...delays),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
