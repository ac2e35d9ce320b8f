import { hostname, networkInterfaces } from 'node:os';
import { isIPv6 } from 'node:net';

/** Where the server listens. */
export interface Bound {
  /** As it was named: an address or a name. */
  readonly host: string;
  readonly port: number;
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '::1'] as const;

/** Only this machine reaches it. */
export const isLoopback = (host: string): boolean =>
  /^127(?:\.\d{1,3}){3}$/.test(host) || host === 'localhost' || host === '::1';

/** All addresses of the machine: no name of a place. */
export const isAnywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** How a host stands in a URL or in a `Host` header: IPv6 in brackets. */
export const inUrl = (host: string): string => (isIPv6(host) ? `[${host}]` : host);

/**
 * Whether a `Host` header names this server. A page of somebody else's whose name was made to resolve to this machine (DNS
 * rebinding) has that name in it, whatever address the browser connected to.
 */
export function isOwnHost(header: string | undefined, bound: Bound): boolean {
  if (header === undefined) return false;
  const given = header.toLowerCase();
  return ownNames(bound.host).some((name) => {
    const own = inUrl(name).toLowerCase();
    return given === `${own}:${bound.port}` || (bound.port === 80 && given === own);
  });
}

/** Asked anew each time: a machine that travels gets other addresses. */
function ownNames(host: string): string[] {
  const named = isAnywhere(host) ? [] : [host];
  if (isLoopback(host)) return [...LOOPBACK_NAMES, ...named];
  const addresses = Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).map(({ address }) => address),
  );
  const name = hostname();
  return [...LOOPBACK_NAMES, ...named, ...addresses, name, `${name}.local`];
}

/** An address that a browser elsewhere can open: one of the machine's own where it listens at all of them. */
export function browsableHost(host: string): string {
  if (!isAnywhere(host)) return host;
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? hostname();
}
