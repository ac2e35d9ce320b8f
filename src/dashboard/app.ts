import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { UserError } from '../errors.ts';
import { loadPencil, type Pencil } from '../report/charts/pencil.ts';
import { accessTo, type Access } from './access.ts';
import { loadScripts } from './assets.ts';
import { addDownloads } from './download-routes.ts';
import { addEvents } from './event-routes.ts';
import { isLoopback } from './host-check.ts';
import { liveUpdates } from './live-updates.ts';
import { addPages } from './page-routes.ts';
import { defectView, notFound, userErrorView } from './pages/error-page.ts';
import { REFUSALS } from './pages/refusals.ts';
import { renderedRuns } from './rendered-runs.ts';
import { sendError } from './reply.ts';
import { LOOPBACK_HEADERS, SECURITY_HEADERS } from './security-headers.ts';
import type { StoreReader } from './store-reader.ts';
import type { Sources } from './views.ts';

/** What the pages are made from, and who may see them. */
export interface AppOptions {
  readonly reader: StoreReader;
  /** Asked at each request: which port it is is known once it listens. */
  readonly access: () => Access;
  readonly nowMs: () => number;
  /** Is told of what is wrong with the program itself. */
  readonly onDefect: (error: unknown) => void;
}

/** Longer than any id of a run, or the position of a trial. */
const LONGEST_PARAMETER = 200;

const LONGEST_REQUEST_MS = 30_000;

/** The pages as a server that does not listen yet. */
export function dashboardApp({ reader, access, nowMs, onDefect }: AppOptions): FastifyInstance {
  let pencil: Promise<Pencil> | undefined;
  const load = (): Promise<Pencil> => (pencil ??= loadPencil());
  const sources: Sources = { reader, runs: renderedRuns(reader, load), pencil: load, nowMs };
  const updates = liveUpdates({ version: () => reader.version(), onDefect });

  const answerError = (error: unknown, reply: FastifyReply): FastifyReply => {
    if (error instanceof UserError) return sendError(reply, 500, userErrorView(error));
    if (isBadRequest(error)) return sendError(reply, 404, notFound('There is no page of this address.'));
    onDefect(error);
    return sendError(reply, 500, defectView);
  };

  const app = fastify({
    forceCloseConnections: true,
    // Nothing is ever sent here.
    bodyLimit: 1,
    // Who sends a request byte by byte keeps a connection only so long.
    requestTimeout: LONGEST_REQUEST_MS,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    // Addresses that cannot be read come here and nowhere else.
    frameworkErrors: (error, request, reply) => {
      if (isAdmitted(request, reply, access())) answerError(error, reply);
    },
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (isAdmitted(request, reply, access())) done();
  });
  app.setNotFoundHandler((_, reply) => sendError(reply, 404, notFound('There is no page of this address.')));
  app.setErrorHandler((error, _, reply) => answerError(error, reply));
  addScripts(app);
  addPages(app, sources);
  addDownloads(app, sources);
  addEvents(app, sources, updates);
  app.addHook('preClose', (done) => {
    updates.close();
    done();
  });
  app.addHook('onClose', (_, done) => {
    reader.close();
    done();
  });
  return app;
}

/** Gives every response its headers, and answers those that are refused. */
function isAdmitted({ method, url, headers }: FastifyRequest, reply: FastifyReply, access: Access): boolean {
  void reply.headers(
    isLoopback(access.host) ? { ...SECURITY_HEADERS, ...LOOPBACK_HEADERS } : SECURITY_HEADERS,
  );
  const answer = accessTo({ method, url, headers }, access);
  switch (answer.kind) {
    case 'allowed':
      return true;
    case 'signedIn':
      void reply.header('set-cookie', answer.cookie).redirect(answer.location, 303);
      return false;
    case 'refused':
      if (answer.because === 'method') void reply.header('allow', 'GET, HEAD');
      sendError(reply, REFUSALS[answer.because].status, REFUSALS[answer.because]);
      return false;
  }
}

/** What Fastify refuses by itself, such as an address with a wrong escape in it. */
const isBadRequest = (error: unknown): boolean =>
  error instanceof Error && ((error as FastifyError).statusCode ?? 500) < 500;

function addScripts(app: FastifyInstance): void {
  for (const [path, text] of loadScripts())
    app.get(path, (_, reply) => reply.header('content-type', 'text/javascript; charset=utf-8').send(text));
}
