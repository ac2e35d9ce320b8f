import assert from 'node:assert/strict';
import { it } from 'node:test';
import { NodeTransport } from '../../../src/load/transport/node-transport.ts';
import { OVER, type TlsSettings } from '../../../src/load/transport/transport.ts';
import { nanoseconds } from '../../../src/units.ts';
import { startTcpServer, type TcpServer } from '../../support/tcp-server.ts';
import { startTlsServer, TRUSTING } from '../../support/tls-server.ts';

const SHORT = 'GET / HTTP/1.1\r\n\r\n';
const TLS = { ...TRUSTING, serverName: 'localhost' };
const UNREAD_BYTES = 16_000_000;

/** Opens a connection, sends a request, and asks at once whether it is still being sent. */
async function isSendingAtOnce(server: TcpServer, request: string, tls?: TlsSettings): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  let over = false;
  const transport = new NodeTransport(
    {
      endpoint: { host: '127.0.0.1', port: server.port },
      ...(tls === undefined ? {} : { tls }),
      requests: [Buffer.from(request, 'latin1')],
      connections: 1,
      firstConnection: 0,
      stamps: 'user',
    },
    {
      onConnect: () => {},
      onSent: () => {},
      onOpen: (connection) => {
        transport.send(connection, 0);
        resolve(transport.isSending(connection));
      },
      onBytes: () => {},
      onClose: (_, reason) => reject(new Error(reason ?? 'closed')),
    },
  );
  transport.open(0);
  const running = transport.run((now) => (over ? OVER : nanoseconds(now + 1e6)));
  try {
    return await promise;
  } finally {
    over = true;
    transport.close(0);
    await running;
  }
}

it('has sent a short request as soon as it was handed over', async () => {
  await using server = await startTcpServer(() => {});
  assert.equal(await isSendingAtOnce(server, SHORT), false);
});

it('has sent a short request as soon as it was handed over, over TLS too', async () => {
  await using server = await startTlsServer('good', () => {});
  assert.equal(await isSendingAtOnce(server, SHORT, TLS), false);
});

for (const [over, tls] of [
  ['TCP', undefined],
  ['TLS', TLS],
] as const)
  it(`is still sending a request over ${over} that the system has not taken as a whole`, async () => {
    await using server = await (tls === undefined
      ? startTcpServer(() => {})
      : startTlsServer('good', () => {}));
    assert.equal(await isSendingAtOnce(server, 'x'.repeat(UNREAD_BYTES), tls), true);
  });
