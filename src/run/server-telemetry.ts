import { encodeHistogram, recordedSince } from '../samples/histogram.ts';
import { summariseResponseTimes } from '../samples/response-time.ts';
import type { ServerTelemetry, WorkerTelemetry } from '../samples/server-telemetry.ts';
import type { RunningTarget } from '../target/target.ts';
import type { Milliseconds } from '../units.ts';

type Report = ReturnType<RunningTarget['reports']>[number];

/** When the load was measured, on the clock of the reports. */
export interface MeasuredSpan {
  readonly windowStart: Milliseconds;
  readonly windowEnd: Milliseconds;
  /** The load began with the window: what was reported before it is of an idle server. */
  readonly beganIdle: boolean;
}

/** What a server said of itself during a trial; null when it said nothing. */
export function serverTelemetry(reports: readonly Report[], span: MeasuredSpan): ServerTelemetry | null {
  const ofWorker = Map.groupBy(reports, (report) => report.pid);
  const workers = [...ofWorker.values()].flatMap((own) => workerTelemetry(own, span) ?? []);
  if (workers.length === 0) return null;
  return { workers: workers.toSorted((left, right) => left.place - right.place) };
}

function workerTelemetry(own: readonly Report[], span: MeasuredSpan): WorkerTelemetry | undefined {
  const kept = reportsOf(own, span);
  const [first] = kept;
  if (first === undefined) return undefined;
  const startMs = Math.max(first.atMs, span.windowStart);
  return {
    place: first.place,
    pid: first.pid,
    slots: first.slots,
    connectionsMax: Math.max(...kept.map(({ connections }) => connections)),
    memoryBytesMax: Math.max(...kept.map(({ memoryBytes }) => memoryBytes)),
    totals: totalsOf(first, kept.slice(1).at(-1), startMs, span),
    series: seriesOf(kept, startMs, span),
  };
}

/** The report to count from, and those after it to the first at the window's end or later. */
function reportsOf(own: readonly Report[], { windowStart, windowEnd, beganIdle }: MeasuredSpan): Report[] {
  const within = own.findIndex(({ atMs }) => atMs >= windowStart);
  const begin = within === -1 ? own.length : within;
  const end = own.findIndex(({ atMs }) => atMs >= windowEnd);
  return own.slice(beganIdle ? Math.max(0, begin - 1) : begin, end === -1 ? own.length : end + 1);
}

function totalsOf(
  first: Report,
  last: Report | undefined,
  startMs: number,
  { windowStart }: MeasuredSpan,
): WorkerTelemetry['totals'] {
  if (last === undefined) return null;
  const spanMs = last.atMs - startMs;
  const queueing = recordedSince(last.queueingDelay, first.queueingDelay);
  const service = recordedSince(last.serviceTime, first.serviceTime);
  const { meanBusySlots, ...means } = meansBetween(first, last, spanMs);
  return {
    fromMs: startMs - windowStart,
    toMs: last.atMs - windowStart,
    requests: last.requests - first.requests,
    failed: last.failed - first.failed,
    refused: last.refused - first.refused,
    utilisation: last.slots === null ? null : meanBusySlots / last.slots,
    meanBusySlots,
    ...means,
    queueingDelayMs: summariseResponseTimes(queueing, undefined),
    serviceTimeMs: summariseResponseTimes(service, undefined),
    histograms: { queueingDelay: encodeHistogram(queueing), serviceTime: encodeHistogram(service) },
    cpuMs: {
      user: (last.cpuMicros.user - first.cpuMicros.user) / 1e3,
      system: (last.cpuMicros.system - first.cpuMicros.system) / 1e3,
    },
  };
}

function seriesOf(kept: readonly Report[], startMs: number, span: MeasuredSpan): WorkerTelemetry['series'] {
  const points = kept.slice(1).map((report, index) => {
    const before = kept[index] as Report;
    const spanMs = report.atMs - Math.max(before.atMs, startMs);
    return { report, before, ...meansBetween(before, report, spanMs), cpuShare: cpuShare(before, report) };
  });
  const column = (figure: (point: (typeof points)[number]) => number): number[] =>
    points.map((point) => rounded(figure(point)));
  return {
    atMs: points.map(({ report }) => Math.round(report.atMs - span.windowStart)),
    requests: points.map(({ report, before }) => report.requests - before.requests),
    meanBusySlots: column((point) => point.meanBusySlots),
    meanQueued: column((point) => point.meanQueued),
    meanInFlight: column((point) => point.meanInFlight),
    cpuShare: column((point) => point.cpuShare),
    eventLoopUtilisation: column(({ report }) => report.eventLoop.utilisation),
    eventLoopDelayP99Ms: column(({ report }) => report.eventLoop.delayMs.p99),
    eventLoopDelayMaxMs: column(({ report }) => report.eventLoop.delayMs.max),
    connections: points.map(({ report }) => report.connections),
    memoryBytes: points.map(({ report }) => report.memoryBytes),
  };
}

function meansBetween(
  before: Report,
  after: Report,
  spanMs: number,
): { meanBusySlots: number; meanQueued: number; meanInFlight: number } {
  // Integrals are sums of large numbers: of nothing they may be off by a billionth.
  const mean = (later: number, earlier: number): number =>
    spanMs <= 0 ? 0 : Math.max(0, later - earlier) / spanMs;
  return {
    meanBusySlots: mean(after.busySlotMs, before.busySlotMs),
    meanQueued: mean(after.queuedMs, before.queuedMs),
    meanInFlight: mean(after.inFlightMs, before.inFlightMs),
  };
}

function cpuShare(before: Report, after: Report): number {
  const used = (report: Report): number => report.cpuMicros.user + report.cpuMicros.system;
  return (used(after) - used(before)) / 1e3 / Math.max(after.atMs - before.atMs, 1e-3);
}

/** Enough for a chart: a series has thousands of figures. */
function rounded(figure: number): number {
  return Number(figure.toPrecision(4));
}
