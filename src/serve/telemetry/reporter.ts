import { EventLoopDelay } from './event-loop-delay.ts';
import type { RequestMeter } from './request-meter.ts';
import type { WorkerReport } from './worker-report.ts';

/** What a reporter needs of its worker. */
export interface ReporterOptions {
  /** The worker's number, from 1. */
  readonly place: number;
  /** null where no handler needs one. */
  readonly slots: number | null;
  readonly meter: RequestMeter;
  /** The open ones. */
  readonly connections: { readonly count: number };
}

export interface Reporter {
  /** Each report also says of the event loop what it did since the one before. */
  readonly report: () => WorkerReport;
}

/** Starts to observe this process. All that is cumulative counts from here on: the worker is ready. */
export function startReporter({ place, slots, meter, connections }: ReporterOptions): Reporter {
  meter.restart(performance.now());
  const delay = new EventLoopDelay();
  let utilisation = performance.eventLoopUtilization();
  const eventLoop = (): WorkerReport['eventLoop'] => {
    const before = utilisation;
    utilisation = performance.eventLoopUtilization();
    const share = performance.eventLoopUtilization(utilisation, before).utilization;
    return { utilisation: share, delayMs: delay.take() };
  };
  return {
    report() {
      const now = performance.now();
      return {
        place,
        pid: process.pid,
        atMs: monotonicMilliseconds(),
        slots,
        busySlots: meter.busySlots,
        queued: meter.queued,
        inFlight: meter.inFlight,
        connections: connections.count,
        requests: meter.requests,
        failed: meter.failed,
        refused: meter.refused,
        busySlotMs: meter.busySlotMs(now),
        queuedMs: meter.queuedMs(now),
        inFlightMs: meter.inFlightMs(now),
        queueingDelay: meter.queueingDelay.encode(),
        serviceTime: meter.serviceTime.encode(),
        eventLoop: eventLoop(),
        cpuMicros: process.cpuUsage(),
        memoryBytes: process.memoryUsage.rss(),
      };
    },
  };
}

/** `performance.now()` begins with the process, and this clock is shared by all. */
export function monotonicMilliseconds(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
