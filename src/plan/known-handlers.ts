import type { HandlerKind } from './handler-place.ts';

/** What is known of a handler by the path of its endpoint. */
export interface KnownHandler {
  readonly kind: HandlerKind;
  /** Whether it takes the hold of the server's settings, computes for that long, or takes what nobody says. */
  readonly takes: 'hold' | 'computing' | 'unknown';
}

/** The endpoints of the embedded server; the example servers have the first three, and they do the same there. */
const KNOWN_HANDLERS: Readonly<Record<string, KnownHandler>> = {
  '/sync': { kind: 'sync', takes: 'hold' },
  '/async': { kind: 'async', takes: 'hold' },
  '/blocking': { kind: 'blocking', takes: 'hold' },
  '/cpu': { kind: 'sync', takes: 'computing' },
  '/cpu-async': { kind: 'blocking', takes: 'computing' },
  '/mixed': { kind: 'sync', takes: 'computing' },
  '/io': { kind: 'async', takes: 'unknown' },
  '/db': { kind: 'sync', takes: 'unknown' },
  '/healthz': { kind: 'async', takes: 'unknown' },
};

/** @returns undefined where nothing is known of the endpoint; a query does not matter */
export function knownHandler(endpoint: string): KnownHandler | undefined {
  const path = endpoint.split('?', 1)[0] ?? '';
  return Object.hasOwn(KNOWN_HANDLERS, path) ? KNOWN_HANDLERS[path] : undefined;
}
