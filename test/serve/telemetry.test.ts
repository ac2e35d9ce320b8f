import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import type { ServerMessage } from '../../src/serve/messages.ts';
import type { WorkerReport } from '../../src/serve/telemetry/worker-report.ts';
import { parseMetrics } from './fixtures/prometheus.ts';
import { get, startApp, startServe, type ServerUnderTest } from './fixtures/server.ts';

const HOLD = 100;
const REQUESTS = 20;

async function reportNow({ master }: ServerUnderTest): Promise<WorkerReport> {
  master.send({ type: 'reportNow' });
  for (;;) {
    const [message] = (await once(master, 'message')) as [ServerMessage];
    if (message.type === 'report') return message.report;
  }
}

/** @returns how long each took, as its client saw it */
async function requestsAtOnce(port: number, count: number): Promise<number[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const begin = performance.now();
      assert.equal((await get(port, '/nap')).status, 200);
      return performance.now() - begin;
    }),
  );
}

test('the queued and the busy are told apart, and Little’s law holds', async () => {
  await using server = await startApp({ poolSize: 2, hold: HOLD });
  const before = await reportNow(server);
  assert.deepEqual([before.requests, before.inFlight, before.busySlotMs, before.slots], [0, 0, 0, 2]);
  const answers = requestsAtOnce(server.port, REQUESTS);
  await delay(2.5 * HOLD);
  const meanwhile = await reportNow(server);
  assert.equal(meanwhile.busySlots, 2);
  assert.equal(meanwhile.inFlight, REQUESTS - meanwhile.requests);
  assert.equal(meanwhile.queued, meanwhile.inFlight - 2);
  assert.ok(meanwhile.queued > 0);
  const residence = (await answers).reduce((sum, each) => sum + each, 0);
  const after = await reportNow(server);
  assert.deepEqual([after.requests, after.inFlight, after.queued, after.busySlots], [REQUESTS, 0, 0, 0]);
  const [queueing, service] = [after.queueingDelay, after.serviceTime].map((encoded) =>
    decodeFromCompressedBase64(encoded),
  );
  assert.ok(queueing !== undefined && service !== undefined);
  assert.deepEqual([queueing.totalCount, service.totalCount], [REQUESTS, REQUESTS]);
  const near = (measured: number, expected: number, what: string) =>
    assert.ok(Math.abs(measured / expected - 1) < 0.06, `${what}: ${measured}, not ${expected}`);
  near(after.inFlightMs, ((queueing.mean + service.mean) * REQUESTS) / 1_000, 'in flight');
  near(after.inFlightMs, residence, 'in flight, as the clients saw it');
  near(after.busySlotMs, (service.mean * REQUESTS) / 1_000, 'busy');
  near(after.queuedMs, (queueing.mean * REQUESTS) / 1_000, 'queued');
  assert.ok(service.minNonZeroValue / 1_000 >= HOLD - 1);
});

test('any worker answers for the metrics of all, which count the requests sent and not themselves', async () => {
  await using server = await startApp({ workers: 2, poolSize: 2, hold: 10 });
  await requestsAtOnce(server.port, REQUESTS);
  for (let round = 0; round < 3; round++) {
    const { status, headers, text } = await get(server.port, '/metrics');
    assert.equal(status, 200);
    assert.match(headers['content-type'] ?? '', /^text\/plain/);
    const metrics = parseMetrics(text);
    const sum = ['1', '2'].map((worker) => metrics.value('loadstone_requests_total', { worker }) ?? 0);
    assert.ok(sum.every((count) => count > 0));
    assert.equal((sum[0] ?? 0) + (sum[1] ?? 0), REQUESTS);
    assert.equal(metrics.value('loadstone_requests_in_flight', { worker: '1' }), 0);
  }
});

test('metrics are answered when no request may be in flight any more', async () => {
  await using server = await startApp({ poolSize: 1, hold: 500, limitInFlight: 1 });
  const nap = get(server.port, '/nap');
  await delay(100);
  assert.equal((await get(server.port, '/nap')).status, 503);
  const metrics = parseMetrics((await get(server.port, '/metrics')).text);
  assert.equal(metrics.value('loadstone_requests_refused_total', { worker: '1' }), 1);
  assert.equal(metrics.value('loadstone_requests_in_flight', { worker: '1' }), 1);
  assert.equal(metrics.value('loadstone_slots_busy', { worker: '1' }), 1);
  await nap;
});

test('of a worker whose event loop is blocked the metrics say how old its report is', async () => {
  await using server = await startServe('--workers=2', '--pool-size=1', '--hold=2500ms');
  // All report once.
  await get(server.port, '/metrics');
  const blocked = get(server.port, '/blocking');
  await delay(1_200);
  const metrics = parseMetrics((await get(server.port, '/metrics')).text);
  const ages = ['1', '2'].map(
    (worker) => metrics.value('loadstone_worker_report_age_seconds', { worker }) ?? -1,
  );
  const [youngest = -1, oldest = -1] = ages.toSorted((left, right) => left - right);
  assert.ok(youngest >= 0 && youngest < 1 && oldest > 1.1, `${youngest} s and ${oldest} s`);
  await blocked;
});

test('an app keeps its own route for metrics', async () => {
  await using server = await startApp({}, 'own-metrics-app.ts');
  assert.equal((await get(server.port, '/metrics')).text, 'its own');
});
