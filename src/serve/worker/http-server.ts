import { createServer, type Server } from 'node:http';
import { fastify, type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Milliseconds } from '../../units.ts';
import type { Endpoint } from '../app.ts';
import { log, stackOf } from '../log.ts';
import type { Connections } from './connections.ts';
import { HttpVisit, type Reception } from './http-visit.ts';

/** What the server does besides handing requests on. */
export interface HttpSettings {
  /** How long an idle connection is kept. */
  readonly keepAlive: Milliseconds;
  /** Requests in flight beyond which others are refused. */
  readonly limitInFlight?: number | undefined;
}

/** How long a client may take for the head of a request, and for all of it: Node's own defaults, in ms. */
const HEAD_WITHIN_MS = 60_000;
const REQUEST_WITHIN_MS = 300_000;

/** The http server of a worker: routes to visits. It listens by itself, or connections are handed to it. */
export async function createHttpServer(
  endpoints: readonly Endpoint[],
  reception: Reception,
  connections: Connections,
  { keepAlive, limitInFlight = Infinity }: HttpSettings,
): Promise<Server> {
  const app = fastify({
    logger: false,
    keepAliveTimeout: keepAlive,
    requestTimeout: REQUEST_WITHIN_MS,
    serverFactory: (handler) =>
      createServer(
        { headersTimeout: HEAD_WITHIN_MS, requestTimeout: REQUEST_WITHIN_MS, keepAliveTimeout: keepAlive },
        (request, response) => {
          connections.began(request.socket, response);
          handler(request, response);
        },
      ),
  });
  takeAnyBody(app);
  answerErrors(app);
  const { meter } = reception;
  for (const [index, { method, path, takesRequest }] of endpoints.entries()) {
    app.route({
      method,
      url: path,
      handler: (request, reply) => {
        if (meter.inFlight < limitInFlight) new HttpVisit(reception, index, takesRequest, request, reply);
        else {
          meter.refused += 1;
          refuse(reply);
        }
      },
    });
  }
  await app.ready();
  // On this, Node begins to look for clients that are too slow. A server that connections are handed to never listens.
  app.server.emit('listening');
  return app.server;
}

/** Bodies reach a handler as they came, whatever their type. */
function takeAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

/** Those of a handler have been answered before they come here. */
function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof Error && error.statusCode !== undefined && error.statusCode < 500) {
      return reply.send(error);
    }
    log(`${request.method} ${request.url} failed: ${stackOf(error)}`);
    return reply.code(500).send({ status: 'error', error: 'Internal Server Error' });
  });
}

function refuse(reply: FastifyReply): void {
  reply.code(503).header('retry-after', '1').send({ status: 'error', error: 'too many requests in flight' });
}
