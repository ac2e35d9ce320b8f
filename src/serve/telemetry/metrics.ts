import type { Labels, Metric, MetricSample } from './metric.ts';
import { histogramSamples } from './metrics-histogram.ts';
import type { WorkerReport } from './worker-report.ts';

/** A metric, and what one report says of it. */
interface Definition extends Omit<Metric, 'values'> {
  readonly samples: (report: WorkerReport, worker: Labels, nowMs: number) => MetricSample[];
}

/** null: the worker has no such figure. */
type Figure = (report: WorkerReport, nowMs: number) => number | null;

const DEFINITIONS: readonly Definition[] = [
  counter('requests_total', 'Requests answered by a handler', (report) => report.requests),
  counter('requests_failed_total', 'Of them, those the app failed to answer', (report) => report.failed),
  counter(
    'requests_refused_total',
    'Requests refused because of --limit-in-flight',
    (report) => report.refused,
  ),
  gauge('requests_in_flight', 'Requests that are not answered yet', (report) => report.inFlight),
  gauge('requests_queued', 'Requests that wait for a slot', (report) => report.queued),
  gauge('slots', 'Handlers that may run at once', (report) => report.slots),
  gauge('slots_busy', 'Slots that are held', (report) => report.busySlots),
  counter(
    'requests_in_flight_seconds_total',
    'Integral of requests_in_flight over time: its rate is the mean',
    (report) => report.inFlightMs / 1e3,
  ),
  counter(
    'requests_queued_seconds_total',
    'Integral of requests_queued over time: its rate is the mean',
    (report) => report.queuedMs / 1e3,
  ),
  counter(
    'slots_busy_seconds_total',
    'Integral of slots_busy over time: its rate is the mean',
    (report) => report.busySlotMs / 1e3,
  ),
  histogram(
    'queueing_delay_seconds',
    'From the arrival of a request to the start of its handler',
    (report) => report.queueingDelay,
  ),
  histogram('service_time_seconds', 'From the start of a handler to its end', (report) => report.serviceTime),
  labelled(
    'gauge',
    'event_loop_delay_seconds',
    'How much later than due the event loop got to its work, between the last two reports',
    'quantile',
    {
      '0.5': (report) => report.eventLoop.delayMs.p50 / 1e3,
      '0.99': (report) => report.eventLoop.delayMs.p99 / 1e3,
      '1': (report) => report.eventLoop.delayMs.max / 1e3,
    },
  ),
  gauge(
    'event_loop_utilisation',
    'Share of the time between the last two reports that the event loop did not wait, 0 to 1',
    (report) => report.eventLoop.utilisation,
  ),
  gauge('connections', 'Open connections', (report) => report.connections),
  labelled('counter', 'process_cpu_seconds_total', 'Processor time of the worker with its threads', 'mode', {
    user: (report) => report.cpuMicros.user / 1e6,
    system: (report) => report.cpuMicros.system / 1e6,
  }),
  gauge('process_resident_memory_bytes', 'Memory of the worker', (report) => report.memoryBytes),
  gauge(
    'worker_report_age_seconds',
    'How old the report is that all this is from; of a worker whose event loop is blocked it grows',
    (report, nowMs) => Math.max(0, nowMs - report.atMs) / 1e3,
  ),
];

/** What all workers reported last, in base units. */
export function metricsOf(reports: readonly WorkerReport[], nowMs: number): Metric[] {
  return DEFINITIONS.map(({ samples, ...metric }) => ({
    ...metric,
    values: reports.flatMap((report) => samples(report, { worker: report.place }, nowMs)),
  }));
}

function counter(name: string, help: string, figure: Figure): Definition {
  return labelled('counter', name, help, undefined, { '': figure });
}

function gauge(name: string, help: string, figure: Figure): Definition {
  return labelled('gauge', name, help, undefined, { '': figure });
}

/** One figure for each value of a label, besides the worker's. */
function labelled(
  type: 'counter' | 'gauge',
  name: string,
  help: string,
  label: string | undefined,
  figures: Readonly<Record<string, Figure>>,
): Definition {
  return {
    name: `loadstone_${name}`,
    help,
    type,
    samples: (report, worker, nowMs) =>
      Object.entries(figures).flatMap(([labelValue, figure]) => {
        const value = figure(report, nowMs);
        const labels = label === undefined ? worker : { ...worker, [label]: labelValue };
        return value === null ? [] : [{ labels, value }];
      }),
  };
}

function histogram(name: string, help: string, encoded: (report: WorkerReport) => string): Definition {
  const fullName = `loadstone_${name}`;
  return {
    name: fullName,
    help,
    type: 'histogram',
    samples: (report, worker) => histogramSamples(fullName, worker, encoded(report)),
  };
}
