import { UserError } from '../errors.ts';
import { dashboardApp } from './app.ts';
import { browsableHost, inUrl, isAnywhere, isLoopback } from './host-check.ts';
import { storeReader } from './store-reader.ts';
import { drawToken } from './token.ts';

/** Where the pages are served, and what of. */
export interface DashboardOptions {
  readonly storePath: string;
  readonly host: string;
  /** Undefined: the usual one, or any that is free. */
  readonly port: number | undefined;
  /** Undefined: none on loopback, a drawn one elsewhere. */
  readonly token: string | undefined;
  readonly onDefect: (error: unknown) => void;
}

/** Pages that are served. */
export interface Dashboard {
  /** Opens them, with the token where there is one. */
  readonly url: string;
  /** Ends all connections, those that wait for news too. */
  readonly close: () => Promise<void>;
}

/** Nobody's by IANA's list; it spells LOAD on a telephone. */
export const USUAL_PORT = 5623;

/**
 * Serves the pages over a store.
 * @throws {UserError} when it cannot listen there
 */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { host, port } = options;
  if (port !== undefined) return listenOn(port, options);
  try {
    return await listenOn(USUAL_PORT, options);
  } catch (error) {
    if (!isTaken(error)) throw error;
    return listenOn(0, { ...options, host });
  }
}

async function listenOn(wanted: number, options: DashboardOptions): Promise<Dashboard> {
  const { host, storePath, onDefect } = options;
  const token = options.token ?? (isLoopback(host) ? undefined : drawToken());
  const bound = { host, port: wanted, token };
  const reader = storeReader(storePath);
  const app = dashboardApp({ reader, access: () => bound, nowMs: Date.now, onDefect });
  try {
    await app.listen({ host, port: wanted });
  } catch (error) {
    await app.close();
    throw listenError(error, `${inUrl(host)}:${wanted}`);
  }
  const address = app.server.address();
  if (address !== null && typeof address !== 'string') {
    bound.port = address.port;
    // However it was written.
    if (isAnywhere(address.address)) bound.host = address.address;
  }
  const query = token === undefined ? '' : `?${new URLSearchParams({ token }).toString()}`;
  return {
    url: `http://${inUrl(browsableHost(bound.host))}:${bound.port}/${query}`,
    close: () => app.close(),
  };
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;

const isTaken = (error: unknown): boolean =>
  error instanceof UserError && codeOf(error.cause) === 'EADDRINUSE';

const REMEDIES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program has the port: name another with --port, or leave it out for any that is free',
  EACCES: 'This user may not have that port: name one from 1024 on with --port',
  EADDRNOTAVAIL: 'This machine has no such address: name one of its own with --host',
  ENOTFOUND: 'The name does not resolve: name an address of this machine with --host',
};

function listenError(error: unknown, where: string): unknown {
  const code = codeOf(error) ?? '';
  const remedy = Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : undefined;
  if (remedy === undefined) return error;
  return new UserError({ what: `cannot listen there (${code})`, where, remedy, cause: error });
}
