import type { ServerSettings } from '../../plan/server-settings.ts';
import type { Milliseconds } from '../../units.ts';
import type { BindAddress } from '../bind-address.ts';

/** What a server is, where it listens, and how it ends. */
export interface ServerOptions {
  readonly settings: ServerSettings;
  readonly bind: BindAddress;
  /** Connections that the kernel keeps for the server to accept; it caps this at net.core.somaxconn. */
  readonly backlog: number;
  /** How long requests in flight may take to finish after the first SIGTERM, or when their worker is replaced. */
  readonly gracefulTimeout: Milliseconds;
  /** How long an idle connection is kept. */
  readonly keepAlive: Milliseconds;
  /** A worker is replaced after so many requests, and up to `maxRequestsJitter` more. */
  readonly maxRequests?: number | undefined;
  readonly maxRequestsJitter: number;
  readonly serverTiming: boolean;
  /** The app's module; the endpoints that ship with Loadstone unless told. */
  readonly appFile?: string | undefined;
}
