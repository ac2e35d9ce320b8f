import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import {
  checkServerIdentity,
  connect as connectTls,
  createSecureContext,
  getCACertificates,
  type ConnectionOptions,
} from 'node:tls';
import { sourceAddress } from './source-address.ts';
import type { Endpoint, TlsSettings, TransportOptions } from './transport.ts';

/** The options of `tls.connect` that its types leave out: it takes those of `net.connect` too. */
interface TlsConnectOptions extends ConnectionOptions {
  noDelay: boolean;
  onread: OnReadOpts;
  localAddress?: string;
}

/** Begins connections of `node:net`, or of `node:tls`, to one endpoint. */
export class NodeSockets {
  readonly #endpoint: Endpoint;
  readonly #tls: ConnectionOptions | undefined;

  constructor({ endpoint, tls }: Pick<TransportOptions, 'endpoint' | 'tls'>) {
    this.#endpoint = endpoint;
    this.#tls = tls === undefined ? undefined : tlsOptions(tls);
  }

  /**
   * Begins to connect.
   * @param connection its number among those of all threads
   */
  open(connection: number, onread: OnReadOpts): Socket {
    const options = { ...this.#address(connection), noDelay: true, onread };
    if (this.#tls === undefined) return connectTcp(options);
    return connectTls({ ...options, ...this.#tls } satisfies TlsConnectOptions);
  }

  #address(connection: number): Endpoint & { localAddress?: string } {
    if ('path' in this.#endpoint) return this.#endpoint;
    const localAddress = sourceAddress(this.#endpoint.host, connection);
    return localAddress === undefined ? this.#endpoint : { ...this.#endpoint, localAddress };
  }
}

/**
 * What all connections of a load have in common. The context is made once: with one each, a hundred connections
 * would read Node's list of authorities a hundred times. No session is resumed: every connection stands for a client
 * of its own, and pays for its whole handshake however often the server closes it; else the cost of a connection
 * would depend on the server's tickets, and the first ones of a load would be unlike all later ones.
 */
function tlsOptions({ serverName, verify, ca }: TlsSettings): ConnectionOptions {
  return {
    secureContext: createSecureContext(ca === undefined ? {} : { ca: [...getCACertificates(), ca] }),
    // An address is never sent as a name (RFC 6066), but the certificate has to be for it all the same.
    servername: isIP(serverName) === 0 ? serverName : '',
    checkServerIdentity: (_, certificate) => checkServerIdentity(serverName, certificate),
    rejectUnauthorized: verify,
    ALPNProtocols: ['http/1.1'],
  };
}
