import { types } from 'node:util';

/** Answers a request with a body that JSON can carry. A plain function blocks; an `async` one must not. */
export type Handler = () => unknown;

/** Where a handler may run is decided by what it is, as in FastAPI. */
export type HandlerKind = 'async' | 'sync';

/**
 * An app is a module of named handlers with its routes beside them:
 *
 *     export const hello = () => ({ hello: 'world' });
 *     export const routes = { '/hello': hello };
 */
export interface Routes {
  readonly [path: string]: Handler;
}

/** A route with all that a dispatcher needs to know of its handler. */
export interface Endpoint {
  readonly path: string;
  /** The name under which the app's module exports the handler: how a pool thread finds it in its own copy. */
  readonly exportName: string;
  readonly kind: HandlerKind;
  readonly handler: Handler;
}

/** A function that returns a promise without being an `async` function counts as sync. */
export function kindOf(handler: Handler): HandlerKind {
  return types.isAsyncFunction(handler) ? 'async' : 'sync';
}

/** The endpoints of an app's module, or an error that says what the module lacks. */
export function endpointsOf(module: Readonly<Record<string, unknown>>): Endpoint[] {
  const routes = module['routes'];
  if (typeof routes !== 'object' || routes === null || Object.keys(routes).length === 0) {
    throw new Error("the app exports no routes, such as `export const routes = { '/hello': hello }`");
  }
  return Object.entries(routes).map(([path, handler]) => endpointOf(path, handler, module));
}

function endpointOf(path: string, handler: unknown, module: Readonly<Record<string, unknown>>): Endpoint {
  if (typeof handler !== 'function') throw new Error(`the route ${path} has no function as its handler`);
  const named = Object.entries(module).find(([, value]) => value === handler);
  if (named === undefined) {
    throw new Error(`the handler of ${path} is not exported by name, so a pool thread could not find it`);
  }
  return { path, exportName: named[0], kind: kindOf(handler as Handler), handler: handler as Handler };
}
