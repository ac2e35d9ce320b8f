import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request comes from this server's own pages, or from a person who opens one: what a browser says of where a
 * request comes from (Fetch Metadata Request Headers, W3C). Programs other than browsers say nothing, and may ask.
 */
export function isOwnRequest(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  // Its host has been checked before.
  if (origin !== undefined && origin !== `http://${host}`) return false;
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  // A link to a page from elsewhere may be followed; nothing may be read from elsewhere, or shown inside of something.
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}
