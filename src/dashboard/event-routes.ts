import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { RETRY } from './event-text.ts';
import type { Listener, LiveUpdates } from './live-updates.ts';
import { listPath, listQuery, type ListQuery } from './pages/list-query.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { listTopic, runTopic, type Topic } from './topics.ts';
import type { Sources } from './views.ts';

export const eventsOfList = (query: ListQuery): string => listPath(query, '/events');

export const eventsOfRun = (id: string): string => `/events/runs/${encodeURIComponent(id)}`;

/** What has changed of a page, as events that a server sends (HTML, "Server-sent events"). */
export function addEvents(app: FastifyInstance, sources: Sources, updates: LiveUpdates): void {
  // A stream has no length to ask for beforehand.
  const options = { exposeHeadRoute: false };
  app.get('/events', options, ({ query }, reply) =>
    stream(reply, updates, listTopic(sources, listQuery(query))),
  );
  app.get<{ Params: { readonly id: string } }>('/events/runs/:id', options, ({ params: { id } }, reply) =>
    stream(reply, updates, runTopic(sources, id)),
  );
}

function stream(reply: FastifyReply, updates: LiveUpdates, topic: Topic): void {
  const { raw } = reply.hijack();
  if (updates.isFull()) {
    raw.writeHead(503, { ...SECURITY_HEADERS, 'content-type': 'text/plain', 'retry-after': '10' });
    raw.end('Too many pages are open already: close some.\n');
    return;
  }
  raw.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
  raw.write(RETRY);
  raw.once('close', updates.join(topic, listenerOn(raw)));
}

/** What waits for a reader that does not read is kept up to here. */
const MOST_WAITING_BYTES = 8_000_000;

function listenerOn(raw: ServerResponse): Listener {
  return {
    send: (event) => {
      if (raw.writableEnded || raw.destroyed) return;
      if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
      else raw.write(event);
    },
    end: () => raw.end(),
  };
}
