import { AggregatorRegistry } from 'prom-client';
import { metricsOf } from './metrics.ts';
import type { WorkerReport } from './worker-report.ts';

/** What workers reported, in Prometheus' text format. */
export async function metricsText(
  reports: readonly WorkerReport[],
  nowMs: number,
): Promise<{ contentType: string; text: string }> {
  // Made to put together what several processes say, it takes values as they are; a Histogram of the library would
  // have to be given every duration again.
  const registry = AggregatorRegistry.aggregate([
    metricsOf(reports, nowMs).map((metric) => ({ ...metric, aggregator: 'first' })),
  ]);
  return { contentType: registry.contentType, text: await registry.metrics() };
}
