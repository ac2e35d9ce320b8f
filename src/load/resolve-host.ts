import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { UserError } from '../errors.ts';
import type { InternetEndpoint } from './transport/transport.ts';

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const ANSWER_WITHIN_MS = 250;

/**
 * The address that a URL leads to, looked up once before a load: looking up is no part of what is measured. Of
 * several addresses it is the first that takes a connection (`localhost` may be ::1 to the system, and only
 * 127.0.0.1 to the server), or the first of all when none does.
 * @throws {UserError} when the name does not resolve
 */
export async function resolveHost(url: URL): Promise<InternetEndpoint> {
  const name = hostName(url);
  const port = Number(url.port === '' ? DEFAULT_PORTS[url.protocol] : url.port);
  if (isIP(name) !== 0) return { host: name, port };
  const addresses = await addressesOf(name);
  const [first = name, ...others] = addresses;
  if (others.length > 0) {
    for (const host of addresses) if (await answers({ host, port })) return { host, port };
  }
  return { host: first, port };
}

/** The name or address of a URL's host, without the brackets of an IPv6 address. */
export function hostName(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

async function addressesOf(name: string): Promise<string[]> {
  try {
    const found = await lookup(name, { all: true });
    return found.map(({ address }) => address);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError({
      what: `the host's name does not resolve (${code})`,
      where: name,
      remedy: 'Check its spelling, or give its address',
      cause,
    });
  }
}

function answers(endpoint: InternetEndpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...endpoint, timeout: ANSWER_WITHIN_MS });
    const answer = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}
