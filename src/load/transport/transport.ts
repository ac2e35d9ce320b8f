import { nanoseconds, type Nanoseconds } from '../../units.ts';

/** Where the connections of a transport lead: an address, since names are resolved once, before; or a unix socket. */
export type Endpoint = InternetEndpoint | { path: string };

export interface InternetEndpoint {
  host: string;
  port: number;
}

/** Which certificates are good enough. */
export interface TlsTrust {
  /** A certificate that does not check out ends the connection. */
  verify: boolean;
  /** Certificates to trust beside Node's own, in PEM. */
  ca?: string;
}

/** How a connection is encrypted. */
export interface TlsSettings extends TlsTrust {
  /** The name, or the address, that the server's certificate has to be for. */
  serverName: string;
}

/** Who stamps the arrival of bytes: the kernel when it has them, or the generator when it gets round to reading. */
export type Stamps = 'kernel' | 'user';

/** What a transport is made of. */
export interface TransportOptions {
  endpoint: Endpoint;
  /** Plain where there are none. */
  tls?: TlsSettings;
  /** The bytes of each request that can be sent. */
  requests: readonly Buffer[];
  connections: number;
  /** How many connections the other threads have before these. */
  firstConnection: number;
  /** What is wished for; a transport that has no kernel stamps takes its own. */
  stamps: Stamps;
  /** An eventfd that can be read when the thread has been told something; undefined where there is none. */
  wakeFd?: number;
}

/** What a transport is made of that knows TCP only. */
export interface TcpTransportOptions extends TransportOptions {
  endpoint: InternetEndpoint;
}

/**
 * What a transport tells the loop above it. A connection is a small number, from 0, that outlives its sockets:
 * after it has closed it can be opened again.
 */
export interface TransportEvents {
  /** The connection is there and is being encrypted; not called where there is no TLS. */
  onConnect(connection: number): void;
  /** The connection can be sent on. */
  onOpen(connection: number): void;
  /**
   * The request was really handed to the system at `startedAt`: a transport that hands over several at once says so
   * of each, before anything else is heard of its connection.
   */
  onSent(connection: number, startedAt: Nanoseconds): void;
  /** `bytes[start, end)` arrived; the buffer is used again after the call returns. */
  onBytes(connection: number, bytes: Buffer, start: number, end: number, arrivedAt: Nanoseconds): void;
  /** The peer ended the connection (`reason` undefined) or it broke (`reason` is the errno's name, or TLS's code). */
  onClose(connection: number, reason: string | undefined, at: Nanoseconds): void;
}

/** Does what is due at `now`. @returns when it has to be called again at the latest, or OVER */
export type Tick = (now: Nanoseconds) => Nanoseconds;
/** All is done: the transport has nothing more to move. */
export const OVER = nanoseconds(-1);

/** Moves bytes between connections and a server; knows nothing of HTTP, of time-outs or of what is counted. */
export interface Transport {
  /** Who stamped the arrivals so far, or most of them. */
  readonly stamps: Stamps;
  /** Opens a connection that is closed; `onOpen` or `onClose` follows, maybe before this returns. */
  open(connection: number): void;
  /**
   * Sends a request on a connection that is open and sends nothing; `onClose` may follow before this returns.
   * @param request its index in the options
   */
  send(connection: number, request: number, startedAt: Nanoseconds): void;
  /** Part of the last request is yet to be taken by the system. */
  isSending(connection: number): boolean;
  /** Closes a connection at once; nothing more is heard of it. */
  close(connection: number): void;
  /** Moves bytes, and calls `tick` between, until it says OVER. All else is called from within. */
  run(tick: Tick): Promise<void>;
}
