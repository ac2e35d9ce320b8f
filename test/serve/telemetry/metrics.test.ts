import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import { MetricsDesk } from '../../../src/serve/telemetry/metrics-desk.ts';
import { metricsRoute } from '../../../src/serve/telemetry/metrics-route.ts';
import { RequestMeter } from '../../../src/serve/telemetry/request-meter.ts';
import { startReporter } from '../../../src/serve/telemetry/reporter.ts';
import type { WorkerReport } from '../../../src/serve/telemetry/worker-report.ts';
import { get } from '../fixtures/server.ts';
import { parseMetrics, type ParsedMetrics } from '../fixtures/prometheus.ts';

const SERVICE_MS = [0.09, 0.1, 7, 250, 250, 70_000];

function reportOf(place: number, slots: number | null, ageMs = 0): WorkerReport {
  const meter = new RequestMeter();
  const { report } = startReporter({ place, slots, meter, connections: { count: place } });
  for (const service of SERVICE_MS) {
    meter.arrived(0);
    meter.answered(0, 0, service);
  }
  meter.failed = 2;
  const made = report();
  return { ...made, atMs: made.atMs - ageMs };
}

async function scrape(reports: readonly WorkerReport[]): Promise<{ type: string; metrics: ParsedMetrics }> {
  const answer = metricsRoute(async () => reports);
  await using server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { status, headers, text } = await get((server.address() as AddressInfo).port, '/metrics');
  assert.equal(status, 200);
  return { type: String(headers['content-type']), metrics: parseMetrics(text) };
}

test('metrics of all workers are in the text format of Prometheus, each with help and type', async () => {
  const { type, metrics } = await scrape([reportOf(1, 40), reportOf(2, null)]);
  assert.match(type, /^text\/plain; version=0\.0\.4/);
  assert.equal(metrics.value('loadstone_requests_total', { worker: '1' }), SERVICE_MS.length);
  assert.equal(metrics.value('loadstone_requests_failed_total', { worker: '2' }), 2);
  assert.equal(metrics.value('loadstone_connections', { worker: '2' }), 2);
  assert.equal(metrics.value('loadstone_slots', { worker: '1' }), 40);
  assert.equal(metrics.value('loadstone_slots', { worker: '2' }), undefined);
  assert.ok((metrics.value('loadstone_process_cpu_seconds_total', { worker: '1', mode: 'user' }) ?? 0) > 0);
  assert.ok((metrics.value('loadstone_process_resident_memory_bytes', { worker: '1' }) ?? 0) > 1e6);
  assert.notEqual(
    metrics.value('loadstone_event_loop_delay_seconds', { worker: '1', quantile: '0.99' }),
    undefined,
  );
});

test('histograms are cumulative, end with all, and count what lies on a bound as within it', async () => {
  const { metrics } = await scrape([reportOf(1, 40)]);
  const buckets = metrics.samples.filter(({ name }) => name === 'loadstone_service_time_seconds_bucket');
  const counts = buckets.map(({ value }) => value);
  assert.deepEqual(
    counts,
    counts.toSorted((left, right) => left - right),
  );
  const at = (le: string) => metrics.value('loadstone_service_time_seconds_bucket', { worker: '1', le });
  assert.deepEqual(['0.0001', '0.005', '0.01', '0.1', '0.25', '60', '+Inf'].map(at), [
    2,
    2,
    3,
    3,
    5,
    5,
    SERVICE_MS.length,
  ]);
  assert.equal(metrics.value('loadstone_service_time_seconds_count', { worker: '1' }), SERVICE_MS.length);
  const sum = metrics.value('loadstone_service_time_seconds_sum', { worker: '1' }) ?? 0;
  const exact = SERVICE_MS.reduce((total, ms) => total + ms, 0) / 1e3;
  assert.ok(Math.abs(sum / exact - 1) < 0.001, `${sum}, not ${exact}`);
});

test('a report that is old says how old', async () => {
  const { metrics } = await scrape([reportOf(1, 40), reportOf(2, 40, 12_000)]);
  const age = (worker: string) => metrics.value('loadstone_worker_report_age_seconds', { worker }) ?? -1;
  assert.ok(age('1') >= 0 && age('1') < 5);
  assert.ok(age('2') >= 12 && age('2') < 17);
});

test('each answer of the master reaches the one who asked', async () => {
  const asked: number[] = [];
  const desk = new MetricsDesk((id) => asked.push(id));
  const [first, second] = [desk.ask(), desk.ask()];
  const [report] = [reportOf(1, 1)];
  desk.heard(asked[1] ?? 0, [report]);
  desk.heard(asked[0] ?? 0, []);
  desk.heard(999, [report]);
  assert.deepEqual([(await first).length, (await second).length], [0, 1]);
});
