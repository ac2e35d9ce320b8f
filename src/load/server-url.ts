import { UserError } from '../errors.ts';

/**
 * Reads where the requests of a load go.
 * @throws {UserError} when it is no URL, or one that the generator cannot load
 */
export function parseServerUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || url.hostname === '')
    throw new UserError({
      what: 'this is not a URL',
      where: text,
      remedy: 'Write one such as http://127.0.0.1:8000/sync',
    });
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UserError({
      what: `the generator speaks http and https, not ${url.protocol.slice(0, -1)}`,
      where: text,
      remedy: 'Give the server’s http:// or https:// address',
    });
  if (url.username !== '' || url.password !== '')
    throw new UserError({
      what: 'a name and password in the URL are not sent, and would stand in every result',
      where: url.host,
      remedy: "Send them as a header: -H 'Authorization: Basic …'",
    });
  return url;
}
