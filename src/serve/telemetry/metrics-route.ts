import type { ServerResponse } from 'node:http';
import { messageOf } from '../../errors.ts';
import { log } from '../log.ts';
import { monotonicMilliseconds } from './reporter.ts';
import type { WorkerReport } from './worker-report.ts';

/** Where the metrics are, unless the app has a route of its own there. */
export const METRICS_PATH = '/metrics';

/**
 * What answers for all workers in Prometheus' text format. It is no endpoint: no slot, no meter and no limit knows
 * of it.
 */
export function metricsRoute(
  askMaster: () => Promise<readonly WorkerReport[]>,
): (response: ServerResponse) => void {
  return (response) => {
    answerWithMetrics(response, askMaster).catch((error: unknown) => {
      log(`${METRICS_PATH} failed: ${messageOf(error)}`);
      response.destroy();
    });
  };
}

async function answerWithMetrics(
  response: ServerResponse,
  askMaster: () => Promise<readonly WorkerReport[]>,
): Promise<void> {
  // Loaded for whoever asks: it takes a worker 19 MB and 60 ms.
  const [{ metricsText }, reports] = await Promise.all([import('./metrics-text.ts'), askMaster()]);
  const { contentType, text } = await metricsText(reports, monotonicMilliseconds());
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}
