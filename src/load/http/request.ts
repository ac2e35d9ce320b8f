import { methodOf, type LoadSettings } from '../../plan/load-settings.ts';
import type { HeaderLine } from '../../plan/request-fields.ts';

/** One request that a load sends. */
export interface RequestTemplate {
  /** The server's host and port, as the URL has them. */
  host: string;
  method: string;
  /** Path and query. */
  target: string;
  /** What is sent beside the headers that every request needs; one of a name that those have takes its place. */
  headers: readonly HeaderLine[];
  body: Uint8Array | undefined;
}

/** A request as it is sent each time. */
export interface EncodedRequest {
  bytes: Buffer;
  /** Its response has no body, whatever the head says: it is HEAD. */
  bodyless: boolean;
}

/** For these a missing body is one of no bytes (RFC 9110 §8.6). */
const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Makes the bytes of one HTTP/1.1 request, once. */
export function encodeRequest({ host, method, target, headers, body }: RequestTemplate): EncodedRequest {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = [`${method} ${target} HTTP/1.1`];
  if (!given.has('host')) lines.push(`Host: ${host}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const framed = given.has('content-length') || given.has('transfer-encoding');
  if (!framed && (body !== undefined || METHODS_WITH_BODY.has(method)))
    lines.push(`Content-Length: ${body?.length ?? 0}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return {
    bytes: body === undefined ? head : Buffer.concat([head, body]),
    bodyless: method === 'HEAD',
  };
}

/** The request of a load that sends one and the same: for what the URL names. */
export function requestFor(
  url: URL,
  settings: Pick<LoadSettings, 'method' | 'headers' | 'body'> = { headers: {} },
): RequestTemplate {
  const { headers, body } = settings;
  return {
    host: url.host,
    method: methodOf(settings),
    target: url.pathname + url.search,
    headers: Object.entries(headers),
    body: body === undefined ? undefined : Buffer.from(body),
  };
}
