import type { IncomingHttpHeaders } from 'node:http';
import { isOwnHost, type Bound } from './host-check.ts';
import { isOwnRequest } from './origin-check.ts';
import { hasCookie, isSameSecret, setCookie } from './token.ts';

/** Who may ask. */
export interface Access extends Bound {
  /** Undefined: whoever reaches the server may. */
  readonly token: string | undefined;
}

/** A request as far as it matters here. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export type Refusal = 'method' | 'urlTooLong' | 'host' | 'origin' | 'token';

export type Answer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly because: Refusal }
  /** The token was in the URL: it goes into a cookie, and out of what is on the screen and in the history. */
  | { readonly kind: 'signedIn'; readonly cookie: string; readonly location: string };

/** Node's own limit is 16 KiB for all of a request's head. */
const LONGEST_URL = 12_000;

const refused = (because: Refusal): Answer => ({ kind: 'refused', because });

/** Decides on a request before anything else looks at it. */
export function accessTo({ method, url, headers }: Asked, access: Access): Answer {
  if (!isOwnHost(headers.host, access)) return refused('host');
  if (!isOwnRequest(headers)) return refused('origin');
  if (method !== 'GET' && method !== 'HEAD') return refused('method');
  if (url.length > LONGEST_URL) return refused('urlTooLong');
  return access.token === undefined ? { kind: 'allowed' } : withToken(url, headers, access, access.token);
}

function withToken(url: string, headers: IncomingHttpHeaders, { port }: Access, token: string): Answer {
  const [path = '/', query = ''] = url.split(/\?(.*)/s, 2);
  const parameters = new URLSearchParams(query);
  const given = parameters.get('token');
  if (given !== null && isSameSecret(given, token)) {
    parameters.delete('token');
    // Of several slashes a browser would make another host.
    const location = `/${path.replace(/^[/\\]+/, '')}${parameters.size === 0 ? '' : `?${parameters.toString()}`}`;
    return { kind: 'signedIn', cookie: setCookie(port, token), location };
  }
  return hasCookie(headers.cookie, port, token) ? { kind: 'allowed' } : refused('token');
}
