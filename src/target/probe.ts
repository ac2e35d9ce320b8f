import { request } from 'node:http';
import { milliseconds } from '../units.ts';

/** How a request that asks whether a server is there came out. */
export type ProbeResult = { state: 'answered'; status: number } | { state: 'silent'; reason: string };

const PATIENCE = milliseconds(1_000);

/** Asks once, on a connection of its own. */
export function probe(url: URL): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const asked = request(url, { agent: false, timeout: PATIENCE }, (response) => {
      resolve({ state: 'answered', status: response.statusCode ?? 0 });
      response.resume();
      response.on('error', () => {});
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
    asked.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ state: 'silent', reason: error.code ?? error.message }),
    );
    asked.end();
  });
}
