import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countBetween, encodeHistogram } from '../../src/samples/histogram.ts';
import type { DurationCount } from '../../src/samples/duration-counts.ts';
import { serverTelemetry } from '../../src/run/server-telemetry.ts';
import type { RunningTarget } from '../../src/target/target.ts';
import { milliseconds, type Microseconds } from '../../src/units.ts';

type Report = ReturnType<RunningTarget['reports']>[number];

/** The window is from 10 s to 20 s on the clock of the reports. */
const span = { windowStart: milliseconds(10_000), windowEnd: milliseconds(20_000), beganIdle: true };

function histogram(...counts: [microseconds: number, count: number][]): string {
  return encodeHistogram(counts as unknown as DurationCount[]);
}

function report(atMs: number, given: Partial<Report> = {}): Report {
  return {
    place: 1,
    pid: 100,
    atMs,
    slots: 4,
    busySlots: 0,
    queued: 0,
    inFlight: 0,
    connections: 0,
    requests: 0,
    failed: 0,
    refused: 0,
    busySlotMs: 0,
    queuedMs: 0,
    inFlightMs: 0,
    queueingDelay: histogram(),
    serviceTime: histogram(),
    eventLoop: { utilisation: 0, delayMs: { p50: 0, p99: 0, max: 0 } },
    cpuMicros: { user: 0, system: 0 },
    memoryBytes: 1,
    ...given,
  };
}

const idle = report(9_000, { requests: 5, serviceTime: histogram([1_000, 5]), connections: 0 });
const middle = report(15_000, { requests: 45, busySlotMs: 10_000, connections: 9, memoryBytes: 7 });
const last = report(20_100, {
  requests: 105,
  failed: 1,
  busySlotMs: 30_300,
  queuedMs: 10_100,
  inFlightMs: 40_400,
  serviceTime: histogram([1_000, 25], [250_000, 80]),
  cpuMicros: { user: 3_000_000, system: 1_000_000 },
});

test('where the load began with the window, all counts from the window’s start to the last report', () => {
  const [worker] = serverTelemetry([idle, middle, last, report(25_000)], span)?.workers ?? [];
  const { totals, series, connectionsMax, memoryBytesMax } = worker ?? assert.fail('no worker');
  assert.ok(totals !== null);
  assert.deepEqual([totals.fromMs, totals.toMs, totals.requests, totals.failed], [0, 10_100, 100, 1]);
  assert.ok(Math.abs(totals.meanBusySlots - 3) < 1e-9 && Math.abs((totals.utilisation ?? 0) - 0.75) < 1e-9);
  assert.ok(Math.abs(totals.meanQueued - 1) < 1e-9 && Math.abs(totals.meanInFlight - 4) < 1e-9);
  assert.deepEqual([totals.serviceTimeMs.count, totals.queueingDelayMs.count], [100, 0]);
  assert.ok(Math.abs((totals.serviceTimeMs.p50 ?? 0) - 250) < 0.25);
  const between = countBetween(totals.histograms.serviceTime, 900 as Microseconds, 1_100 as Microseconds);
  assert.equal(between, 20);
  assert.deepEqual(totals.cpuMs, { user: 3_000, system: 1_000 });
  assert.deepEqual([connectionsMax, memoryBytesMax], [9, 7]);
  assert.deepEqual(series.atMs, [5_000, 10_100]);
  assert.deepEqual(series.requests, [40, 60]);
  assert.deepEqual(series.meanBusySlots, [2, 3.98]);
});

test('where a ramp or a warm-up comes before the window, what was before it does not count', () => {
  const reports = [idle, report(10_050, { requests: 20 }), middle, last];
  const [worker] = serverTelemetry(reports, { ...span, beganIdle: false })?.workers ?? [];
  assert.deepEqual([worker?.totals?.fromMs, worker?.totals?.requests], [50, 85]);
  assert.deepEqual(worker?.series.atMs, [5_000, 10_100]);
});

test('what is not known is left out: no report, or one only', () => {
  assert.equal(serverTelemetry([], span), null);
  const [blocked] = serverTelemetry([idle], span)?.workers ?? [];
  assert.deepEqual([blocked?.totals, blocked?.series.atMs], [null, []]);
  assert.equal(serverTelemetry([idle], { ...span, beganIdle: false }), null);
});

test('a worker that took the place of another is told apart, and counts from its own first report', () => {
  const successor = [
    report(14_000, { pid: 101 }),
    report(20_050, { pid: 101, requests: 3, slots: null, busySlotMs: 0 }),
  ];
  const workers = serverTelemetry([idle, report(12_000, { requests: 6 }), ...successor], span)?.workers ?? [];
  assert.deepEqual(
    workers.map(({ pid, totals }) => [
      pid,
      totals?.fromMs,
      totals?.toMs,
      totals?.requests,
      totals?.utilisation,
    ]),
    [
      [100, 0, 2_000, 1, 0],
      [101, 4_000, 10_050, 3, null],
    ],
  );
});
