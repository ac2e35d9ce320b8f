import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { RequestMeter } from '../../../src/serve/telemetry/request-meter.ts';
import { startReporter } from '../../../src/serve/telemetry/reporter.ts';
import type { WorkerReport } from '../../../src/serve/telemetry/worker-report.ts';

function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

test('a report survives the channel between processes and says what the meter counted', async () => {
  const meter = new RequestMeter();
  // Of the warm-up: not to be reported.
  meter.arrived(performance.now());
  meter.answered(performance.now(), 900, 900);
  const { report } = startReporter({ place: 3, slots: 40, meter, connections: { count: 7 } });
  const begin = performance.now();
  meter.arrived(begin);
  meter.slotTaken(begin);
  meter.slotLeft(begin + 20);
  meter.answered(begin + 20, 0.5, 19.5);
  meter.arrived(begin);
  meter.waits(begin);
  await delay(20);
  const sent = report();
  const received = JSON.parse(JSON.stringify(sent)) as WorkerReport;
  assert.deepEqual(received, sent);
  const { place, pid, slots, connections, requests, inFlight, queued, busySlots } = received;
  assert.deepEqual(
    { place, pid, slots, connections, requests, inFlight, queued, busySlots },
    {
      place: 3,
      pid: process.pid,
      slots: 40,
      connections: 7,
      requests: 1,
      inFlight: 1,
      queued: 1,
      busySlots: 0,
    },
  );
  assert.ok(Math.abs(received.busySlotMs - 20) < 0.01);
  assert.ok(received.queuedMs >= 19);
  assert.ok(Math.abs(received.inFlightMs - received.queuedMs - 20) < 0.01);
  const queueing = decodeFromCompressedBase64(received.queueingDelay);
  const service = decodeFromCompressedBase64(received.serviceTime);
  assert.deepEqual([queueing.totalCount, service.totalCount], [1, 1]);
  assert.ok(Math.abs(queueing.maxValue - 500) <= 1 && Math.abs(service.maxValue - 19_500) <= 20);
});

test('the time of a report is on the clock that all processes share', () => {
  const { report } = startReporter({
    place: 1,
    slots: null,
    meter: new RequestMeter(),
    connections: { count: 0 },
  });
  const before = Number(process.hrtime.bigint()) / 1e6;
  const { atMs, slots } = report();
  const after = Number(process.hrtime.bigint()) / 1e6;
  assert.ok(before - 0.001 <= atMs && atMs <= after + 0.001);
  assert.equal(slots, null);
});

test('the delay of the event loop is that of work that comes at any time of a block, and of one report', async () => {
  const { report } = startReporter({
    place: 1,
    slots: null,
    meter: new RequestMeter(),
    connections: { count: 0 },
  });
  await delay(60);
  block(600);
  const { delayMs, utilisation } = report().eventLoop;
  assert.ok(delayMs.max > 540, `max ${delayMs.max}`);
  // Half of the work that came would have waited for half of the block.
  assert.ok(delayMs.p50 > 150 && delayMs.p50 < 500, `p50 ${delayMs.p50}`);
  assert.ok(utilisation > 0.5 && utilisation <= 1);
  await delay(300);
  const later = report().eventLoop;
  assert.ok(later.delayMs.max < 300 && later.utilisation < 0.9, JSON.stringify(later));
});
