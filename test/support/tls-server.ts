import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { listen, type TcpServer } from './tcp-server.ts';

/** The certificates in test/load/fixtures/tls, but for the authority's own. */
export type CertificateName =
  | 'good'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-name'
  | 'unknown-authority'
  | 'self-signed';

/** The file of the authority that signed the good certificate. */
export const AUTHORITY_FILE = fixture('authority');
/** Trust in that authority. */
export const TRUSTING = { verify: true, ca: readFileSync(AUTHORITY_FILE, 'utf8') };

/** Listens on a free port with one of the test certificates. */
export function startTlsServer(
  certificate: CertificateName,
  onRequest: (socket: Socket) => void,
  options: TlsOptions = {},
): Promise<TcpServer> {
  const server = createServer({
    key: readFileSync(fixture('server-key')),
    cert: readFileSync(fixture(certificate)),
    ...options,
  });
  server.on('tlsClientError', () => {});
  return listen(server, { host: '127.0.0.1', port: 0 }, onRequest);
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`../load/fixtures/tls/${name}.pem`, import.meta.url));
}
