import type { FastifyInstance } from 'fastify';
import { monotonicMilliseconds } from './reporter.ts';
import type { WorkerReport } from './worker-report.ts';

const PATH = '/metrics';

/**
 * Adds the route that answers for all workers in Prometheus' text format, unless the app has one of that path. It is
 * no endpoint: no slot, no meter and no limit knows of it.
 */
export function addMetricsRoute(
  app: FastifyInstance,
  askMaster: () => Promise<readonly WorkerReport[]>,
): void {
  if (app.hasRoute({ method: 'GET', url: PATH })) return;
  app.get(PATH, async (_request, reply) => {
    // Only for whoever asks: what it loads takes a worker 30 MB.
    const [{ metricsText }, reports] = await Promise.all([import('./metrics-text.ts'), askMaster()]);
    const { contentType, text } = await metricsText(reports, monotonicMilliseconds());
    return reply.type(contentType).send(text);
  });
}
