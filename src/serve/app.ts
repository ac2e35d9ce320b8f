import { types } from 'node:util';
import type { HandlerRequest } from './handler-request.ts';

/**
 * Answers a request: with a string (sent as text), bytes, a `Response`, or any other value (sent as JSON). A plain
 * function may block; an `async` one must not. What throws is answered with 500, or with the `statusCode` from 400 to
 * 499 that the error carries.
 *
 * Where a plain function runs in a thread, that thread sleeps from one request to the next: a timer or a promise that
 * the function has left behind goes on with the next request only.
 */
export type Handler = (request: HandlerRequest) => unknown;

/** Where a handler may run is decided by what it is, as in FastAPI. */
export type HandlerKind = 'async' | 'sync';

/**
 * An app is a module of named handlers with its routes beside them. A route is a path, or a method and a path;
 * `:name` stands for one part of it:
 *
 *     export const hello = () => ({ hello: 'world' });
 *     export const order = async ({ params }) => ({ ordered: params.item });
 *     export const routes = { '/hello': hello, 'POST /orders/:item': order };
 */
export interface Routes {
  readonly [route: string]: Handler;
}

/** A route with all that a dispatcher needs to know of its handler. */
export interface Endpoint {
  /** Its place among the app's routes, which are the same in each thread. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
  readonly kind: HandlerKind;
  readonly handler: Handler;
  /** Whether the handler looks at its request; where it does not, a thread need not be given it. */
  readonly takesRequest: boolean;
}

/** A function that returns a promise without being an `async` function counts as sync. */
export function kindOf(handler: Handler): HandlerKind {
  return types.isAsyncFunction(handler) ? 'async' : 'sync';
}

const ROUTE = /^(?:([A-Z]+) +)?(\/\S*)$/;
const NO_PARAMETERS = /^(?:async\b\s*)?(?:function\b[^(]*)?\(\s*\)/;

/** The endpoints of an app's module, or an error that says what the module lacks. */
export function endpointsOf(module: Readonly<Record<string, unknown>>): Endpoint[] {
  const routes = module['routes'];
  if (typeof routes !== 'object' || routes === null || Object.keys(routes).length === 0) {
    throw new Error("the app exports no routes, such as `export const routes = { '/hello': hello }`");
  }
  return Object.entries(routes).map(([route, handler], index) => endpointOf(route, handler, index));
}

/** All routes in the order of their indices: two apps with the same answer are routed alike. */
export function routesOf(endpoints: readonly Endpoint[]): string {
  return endpoints.map(({ method, path }) => `${method} ${path}`).join('\n');
}

function endpointOf(route: string, handler: unknown, index: number): Endpoint {
  const [, method = 'GET', path] = ROUTE.exec(route) ?? [];
  if (path === undefined) {
    throw new Error(`"${route}" is no route; write a path, or a method and a path: "POST /orders/:item"`);
  }
  if (!isHandler(handler)) throw new Error(`the route ${route} has no function as its handler`);
  return { index, method, path, kind: kindOf(handler), handler, takesRequest: takesRequest(handler) };
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

/** `length` alone would miss `(...all)`, `(request = …)`, `arguments`, and functions bound to something. */
function takesRequest(handler: Handler): boolean {
  const source = Function.prototype.toString.call(handler);
  return handler.length > 0 || !NO_PARAMETERS.test(source) || /\barguments\b|\[native code\]/.test(source);
}
