import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import findMyWay from 'find-my-way';
import type { Milliseconds } from '../../units.ts';
import type { Endpoint } from '../app.ts';
import { METRICS_PATH } from '../telemetry/metrics-route.ts';
import type { Connections } from './connections.ts';
import { HttpVisit, type Reception } from './http-visit.ts';
import { readBody } from './read-body.ts';
import { sendError } from './send-reply.ts';

/** What the server does besides handing requests on. */
export interface HttpSettings {
  /** How long an idle connection is kept. */
  readonly keepAlive: Milliseconds;
  /** Requests in flight beyond which others are refused. */
  readonly limitInFlight?: number | undefined;
  /** Answers for the metrics, where the app has no route for them. */
  readonly metrics?: (response: ServerResponse) => void;
}

/**
 * How long a client may take for a request. Longer than Node's own minute for the head: what a loop has not read because
 * a handler blocked it counts as the client's.
 */
const REQUEST_WITHIN_MS = 600_000;

const NO_BODY = new Uint8Array();

type Params = Readonly<Record<string, string>>;
type Handle = (request: IncomingMessage, response: ServerResponse, params: Params) => void;

/** The http server of a worker: routes requests to visits. It listens by itself, or connections are handed to it. */
export function createHttpServer(
  endpoints: readonly Endpoint[],
  reception: Reception,
  connections: Connections,
  { keepAlive, limitInFlight = Infinity, metrics }: HttpSettings,
): Server {
  const router = createRouter();
  for (const endpoint of endpoints) addRoute(router, endpoint, visitor(endpoint, reception, limitInFlight));
  for (const endpoint of endpointsForHead(endpoints))
    addRoute(router, endpoint, visitor(endpoint, reception, limitInFlight));
  if (metrics !== undefined && router.findRoute('GET', METRICS_PATH) === null)
    router.on('GET', METRICS_PATH, (_request, response) => metrics(response));
  const server = createServer(
    {
      headersTimeout: REQUEST_WITHIN_MS,
      requestTimeout: REQUEST_WITHIN_MS,
      keepAliveTimeout: keepAlive,
      optimizeEmptyRequests: true,
    },
    (request, response) => {
      connections.began(request.socket, response);
      router.lookup(request, response);
    },
  );
  server.on('timeout', closeIfIdle);
  // On this, Node begins to look for clients that are too slow. A server that connections are handed to never listens.
  server.emit('listening');
  return server;
}

/**
 * A connection's keep-alive time is over by the clock. Where a handler has blocked the loop meanwhile, a request may lie
 * unread in the kernel, so the loop reads first.
 */
function closeIfIdle(socket: Socket): void {
  const { bytesRead } = socket;
  setImmediate(() => {
    if (socket.bytesRead === bytesRead) socket.destroy();
  });
}

type Router = ReturnType<typeof createRouter>;

function createRouter() {
  return findMyWay({
    // A handler that wants the query parses it.
    querystringParser: (query) => query,
    defaultRoute: (_request, response) => sendError(response, 404, 'there is no such route'),
    onBadUrl: (_path, _request, response) => sendError(response, 400, 'the path is not decodable'),
  });
}

/** What answers GET answers HEAD too, unless the app has a route for that. */
function endpointsForHead(endpoints: readonly Endpoint[]): Endpoint[] {
  const own = new Set(endpoints.filter(({ method }) => method === 'HEAD').map(({ path }) => path));
  return endpoints
    .filter(({ method, path }) => method === 'GET' && !own.has(path))
    .map((endpoint) => ({ ...endpoint, method: 'HEAD' }));
}

function addRoute(router: Router, { method, path }: Endpoint, handle: Handle): void {
  router.on(method as 'GET', path, (request, response, params) =>
    handle(request, response, params as Params),
  );
}

function visitor(endpoint: Endpoint, reception: Reception, limitInFlight: number): Handle {
  const { meter } = reception;
  const visit = (
    request: IncomingMessage,
    response: ServerResponse,
    params: Params,
    body: Uint8Array,
  ): void => {
    if (meter.inFlight < limitInFlight)
      void new HttpVisit(reception, endpoint, request, response, params, body);
    else {
      meter.refused += 1;
      response.setHeader('retry-after', '1');
      sendError(response, 503, 'too many requests in flight');
    }
  };
  if (endpoint.method === 'GET' || endpoint.method === 'HEAD')
    return (request, response, params) => visit(request, response, params, NO_BODY);
  return (request, response, params) =>
    readBody(request, (result) => {
      switch (result.state) {
        case 'read':
          visit(request, response, params, result.body);
          return;
        case 'tooLarge':
          // What is still to come would be taken for the next request.
          response.setHeader('connection', 'close');
          sendError(response, 413, 'the body is too large');
          return;
        case 'gone':
      }
    });
}
