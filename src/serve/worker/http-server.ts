import type { Server } from 'node:http';
import { fastify, type FastifyError } from 'fastify';
import type { Endpoint } from '../app.ts';
import type { Dispatch } from '../dispatch/dispatcher.ts';
import { log, stackOf } from '../log.ts';
import type { Connections } from './connections.ts';

/** The http server of a worker: routes to dispatched handlers. It never listens; connections are handed to it. */
export async function createHttpServer(
  endpoints: readonly Endpoint[],
  dispatcher: (endpoint: Endpoint) => Dispatch,
  connections: Connections,
): Promise<Server> {
  const app = fastify({ logger: false });
  app.addHook('onRequest', (request, _reply, done) => {
    connections.requestStarted(request.raw.socket);
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (connections.draining) void reply.header('connection', 'close');
    done();
  });
  app.addHook('onResponse', (request, _reply, done) => {
    connections.requestEnded(request.raw.socket);
    done();
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof Error && error.statusCode !== undefined && error.statusCode < 500) {
      return reply.send(error);
    }
    log(`${request.method} ${request.url} failed: ${stackOf(error)}`);
    return reply.code(500).send({ status: 'error', error: 'Internal Server Error' });
  });
  for (const endpoint of endpoints) {
    const dispatch = dispatcher(endpoint);
    // Fastify leaves a request without an answer whose handler resolves with undefined.
    app.get(endpoint.path, async () => (await dispatch()) ?? null);
  }
  await app.ready();
  return app.server;
}
