import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token that nobody guesses: 192 bits, in letters that a URL takes as they are. */
export const drawToken = (): string => randomBytes(24).toString('base64url');

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes as long whatever is wrong with the one that is given, its length too. */
export const isSameSecret = (given: string, secret: string): boolean =>
  timingSafeEqual(digestOf(given), digestOf(secret));

/** What a browser keeps in place of a token: it follows from the token, and the token does not follow from it. */
export const cookieValue = (token: string): string => digestOf(`cookie of ${token}`).toString('base64url');

/** Cookies do not know ports: two of these pages on one machine must not take away each other's. */
export const cookieName = (port: number): string => `loadstone-${port}`;

/** No script reads it, and no other site's page makes the browser send it. */
export const setCookie = (port: number, token: string): string =>
  `${cookieName(port)}=${cookieValue(token)}; Path=/; HttpOnly; SameSite=Strict`;

/** Whether a `Cookie` header has the cookie that belongs to a token. */
export function hasCookie(header: string | undefined, port: number, token: string): boolean {
  const name = `${cookieName(port)}=`;
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .some((pair) => pair.startsWith(name) && isSameSecret(pair.slice(name.length), cookieValue(token)));
}
