// How the Node examples run: `--host`, `--port` and `--workers`, all workers on one port, and a clean end on SIGTERM.
import cluster from 'node:cluster';
import { parseArgs } from 'node:util';

const { values: flags } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8000' },
    workers: { type: 'string', default: '1' },
  },
});

/**
 * Serves with as many processes as `--workers` says; this one alone where that is 1.
 * @param {(address: { host: string, port: number }) => import('node:http').Server | Promise<import('node:http').Server>} listen
 *   is called in each worker
 */
export async function serve(listen) {
  const workers = Number(flags.workers);
  if (!Number.isInteger(workers) || workers < 1) throw new Error(`--workers is "${flags.workers}"`);
  if (workers > 1 && cluster.isPrimary) return startWorkers(workers);
  const server = await listen({ host: flags.host, port: Number(flags.port) });
  if (!server.listening) await new Promise((resolve) => server.once('listening', () => resolve(undefined)));
  const { address, port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`process ${process.pid} listens on http://${address}:${port}`);
  onStop(() => closeGently(server));
}

/** @param {number} count */
function startWorkers(count) {
  let stopping = false;
  const stop = () => {
    stopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
  };
  for (let started = 0; started < count; started++) cluster.fork();
  // Rather none than fewer workers than were asked for.
  cluster.on('exit', (worker, code, signal) => {
    if (stopping) return;
    console.error(`worker ${worker.process.pid} ended by itself (${signal ?? `exit code ${code}`})`);
    process.exitCode = 1;
    stop();
  });
  onStop(stop);
}

/**
 * Answers what is in progress and ends; a client that keeps its connection is told to close it.
 * @param {import('node:http').Server} server
 */
function closeGently(server) {
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
  server.close(() => process.exit());
  // Those that were being answered when the server closed, and are idle since.
  setInterval(() => server.closeIdleConnections(), 100).unref();
}

/**
 * A terminal's Ctrl-C reaches the workers by itself as well, so that a second signal must do no more than the first.
 * @param {() => void} stop
 */
function onStop(stop) {
  let asked = false;
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      if (!asked) stop();
      asked = true;
    });
  }
}
