import type { WorkerClassPolicy } from '../dispatch/worker-classes/policy.ts';
import type { RequestMeter } from '../telemetry/request-meter.ts';
import type { WorkerReport } from '../telemetry/worker-report.ts';
import type { Connections } from './connections.ts';

/** What a worker can say of itself without measuring anything: its counts, and what the system counts for it. */
export function basicReport(
  place: number,
  { slots }: WorkerClassPolicy,
  { busySlots, queued, inFlight, requests, failed, refused }: RequestMeter,
  { count }: Connections,
): WorkerReport {
  const { userCPUTime: user, systemCPUTime: system, maxRSS } = process.resourceUsage();
  return {
    place,
    pid: process.pid,
    atMs: Number(process.hrtime.bigint()) / 1e6,
    slots,
    busySlots,
    queued,
    inFlight,
    connections: count,
    requests,
    failed,
    refused,
    busySlotMs: 0,
    queuedMs: 0,
    inFlightMs: 0,
    queueingDelay: '',
    serviceTime: '',
    eventLoop: {
      utilisation: performance.eventLoopUtilization().utilization,
      delayMs: { p50: 0, p99: 0, max: 0 },
    },
    cpuMicros: { user, system },
    memoryBytes: maxRSS * 1_024,
  };
}
