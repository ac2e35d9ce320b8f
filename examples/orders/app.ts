// An app for `loadstone serve`: named handlers, and the routes they answer. Run it with
//
//     npx loadstone serve examples/orders/app.ts -w 2
//
// A plain function may block: where that holds up others depends on the worker class (-k). An async function must not.
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HandlerRequest, Routes } from '../../src/index.ts';

// Each worker, and each of its threads, loads this module for itself and so has a database of its own.
const database = new DatabaseSync(':memory:');
database.exec('CREATE TABLE items (name TEXT PRIMARY KEY, price INTEGER)');
database.exec("INSERT INTO items VALUES ('hammer', 1200), ('nail', 2)");
const findItem = database.prepare('SELECT name, price FROM items WHERE name = ?');

/** Blocks its thread while SQLite answers. What it returns is sent as JSON. */
export const item = ({ params }: HandlerRequest) =>
  findItem.get(params['name'] ?? '') ?? Response.json({ error: 'no such item' }, { status: 404 });

/** Waits without blocking, as one does for another server. `?ms=` says how long. */
export const quote = async ({ query }: HandlerRequest) => {
  const ms = Number(query['ms'] ?? 50);
  // An error with a status from 400 to 499 is the client's: it is answered with that status and the message.
  if (!(ms >= 0 && ms <= 10_000))
    throw Object.assign(new Error('ms is from 0 to 10000'), { statusCode: 400 });
  await sleep(ms);
  return { waitedMs: ms };
};

/** Takes JSON. `json()` throws what is answered with 400 where the body is none. */
export const order = async (request: HandlerRequest) => {
  const { item: name, count } = orderFrom(request.json());
  const location = `/items/${encodeURIComponent(name)}`;
  return Response.json({ ordered: name, count }, { status: 201, headers: { location } });
};

function orderFrom(body: unknown): { item: string; count: number } {
  const { item: name, count } = (body ?? {}) as Record<string, unknown>;
  if (typeof name === 'string' && typeof count === 'number') return { item: name, count };
  throw Object.assign(new Error('an order is {"item": TEXT, "count": NUMBER}'), { statusCode: 400 });
}

/** A string is sent as text. */
export const greeting = async ({ headers }: HandlerRequest) =>
  `Hello, ${headers['user-agent'] ?? 'stranger'}\n`;

/** Bytes are sent as they are: here, those of the request. */
export const echo = ({ body }: HandlerRequest) => body;

export const routes: Routes = {
  '/': greeting,
  '/items/:name': item,
  '/quote': quote,
  'POST /orders': order,
  'PUT /echo': echo,
};
