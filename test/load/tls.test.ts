import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { accountedCount } from '../../src/samples/ledger.ts';
import type { OwnTrialRecord } from '../../src/samples/own-trial-record.ts';
import { milliseconds } from '../../src/units.ts';
import { loadPort, type LoadOptions } from '../support/load.ts';
import { OK_RESPONSE, startTcpServer, type TcpServer } from '../support/tcp-server.ts';
import { startTlsServer, TRUSTING, type CertificateName } from '../support/tls-server.ts';

const answer = (socket: Socket): void => void socket.write(OK_RESPONSE);

function loadTls(server: TcpServer, options: LoadOptions = {}): Promise<OwnTrialRecord> {
  const settings = { duration: milliseconds(300), timeout: milliseconds(250) };
  return loadPort(server.port, settings, { scheme: 'https', tls: TRUSTING, ...options });
}

function assertFailedAs(record: OwnTrialRecord, kind: string | RegExp): void {
  const kinds = Object.keys(record.ledger.failed);
  assert.equal(kinds.length, 1, JSON.stringify(record.ledger));
  if (typeof kind === 'string') assert.equal(kinds[0], kind);
  else assert.match(kinds[0] ?? '', kind);
  assert.equal(accountedCount(record.ledger), record.ledger.started);
  assert.equal(record.ledger.completed, 0);
}

describe('a load over TLS', () => {
  for (const host of ['127.0.0.1', 'localhost'])
    it(`completes at https://${host}, and offers HTTP/1.1 alone`, async () => {
      const seen = new Set<string>();
      await using server = await startTlsServer(
        'good',
        (socket) => {
          const { servername, alpnProtocol } = socket as TLSSocket & { servername: string | false };
          seen.add(`name ${servername}, protocol ${alpnProtocol}`);
          answer(socket);
        },
        { ALPNProtocols: ['h2', 'http/1.1'] },
      );
      const record = await loadTls(server, { host });
      assert.ok(record.ledger.completed > 10);
      assert.deepEqual(record.ledger.failed, {});
      assert.equal(accountedCount(record.ledger), record.ledger.started);
      assert.deepEqual([record.load.transport, server.accepted >= 4], ['node', true]);
      assert.deepEqual([...seen], [`name ${host === 'localhost' ? host : false}, protocol http/1.1`]);
    });

  it('reads responses of many records, byte by byte or closed at their end', async () => {
    const body = 'x'.repeat(100_000);
    const responses: ((socket: Socket) => void)[] = [
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
      (socket) => {
        for (const byte of OK_RESPONSE) socket.write(byte);
      },
      (socket) => void socket.end(`HTTP/1.1 200 OK\r\n\r\n${body}`),
    ];
    for (const respond of responses) {
      await using server = await startTlsServer('good', respond);
      const record = await loadTls(server);
      assert.ok(record.ledger.completed > 3, JSON.stringify(record.ledger));
      assert.deepEqual(record.ledger.failed, {});
    }
  });

  it('sends a request of many records', async () => {
    await using server = await startTlsServer('good', answer, {});
    const record = await loadTls(server, { headers: { 'X-Large': 'x'.repeat(200_000) } });
    assert.ok(record.ledger.completed > 3);
    assert.deepEqual(record.ledger.failed, {});
  });

  it('keeps its connections however many responses arrive at once', async () => {
    const connections = 200;
    const waiting: Socket[] = [];
    await using server = await startTlsServer('good', (socket) => {
      if (waiting.push(socket) === connections) for (const each of waiting.splice(0)) answer(each);
    });
    const record = await loadPort(
      server.port,
      { connections, duration: milliseconds(1_000), timeout: milliseconds(5_000) },
      { scheme: 'https', tls: TRUSTING },
    );
    assert.ok(record.ledger.completed >= connections);
    assert.equal(server.accepted, connections);
  });

  it('resumes no session when it connects anew', async () => {
    let resumed = 0;
    await using server = await startTlsServer('good', (socket) => {
      if ((socket as TLSSocket).isSessionReused()) resumed++;
      socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
    const record = await loadTls(server);
    assert.ok(record.connections.closedByServer > 4);
    assert.equal(resumed, 0);
  });
});

describe('a certificate', () => {
  const refused: readonly [CertificateName, code: string][] = [
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['unknown-authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ];
  for (const [certificate, code] of refused) {
    it(`that is ${certificate} fails every request as tls:${code}`, async () => {
      await using server = await startTlsServer(certificate, () => assert.fail('nothing may be sent'));
      assertFailedAs(await loadTls(server), `tls:${code}`);
    });

    it(`that is ${certificate} is good enough where none is verified`, async () => {
      await using server = await startTlsServer(certificate, answer);
      const record = await loadTls(server, { tls: { verify: false } });
      assert.ok(record.ledger.completed > 10);
      assert.deepEqual(record.ledger.failed, {});
    });
  }

  it('is verified by default, against the authorities that Node knows', async () => {
    await using server = await startTlsServer('good', answer);
    const settings = { duration: milliseconds(300) };
    assertFailedAs(
      await loadPort(server.port, settings, { scheme: 'https' }),
      'tls:UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    );
  });
});

describe('a handshake', () => {
  const bytes: readonly [what: string, kind: string | RegExp, onBytes: (socket: Socket) => void][] = [
    ['is answered in plain HTTP', /^tls:ERR_SSL_\w+$/, (socket) => void socket.end(OK_RESPONSE)],
    ['is reset', 'tls:ECONNRESET', (socket) => void socket.resetAndDestroy()],
    ['is closed', 'tls:closed', (socket) => void socket.end()],
    ['never ends', 'tls:timedOut', () => {}],
  ];
  for (const [what, kind, onBytes] of bytes)
    it(`that ${what} fails as ${kind}`, async () => {
      await using server = await startTcpServer(
        () => {},
        (socket) => void socket.on('data', () => onBytes(socket)),
      );
      assertFailedAs(await loadTls(server), kind);
    });

  it('with a server that knows no version of ours fails under the name of its alert', async () => {
    await using server = await startTlsServer('good', answer, {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    assertFailedAs(await loadTls(server), 'tls:ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  it('with a server that speaks HTTP/2 alone fails under the name of its alert', async () => {
    await using server = await startTlsServer('good', answer, { ALPNProtocols: ['h2'] });
    assertFailedAs(await loadTls(server), 'tls:ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
  });

  it('with a server that wants a certificate of the client fails as TLS, though our side of it is over', async () => {
    await using server = await startTlsServer('good', answer, {
      requestCert: true,
      rejectUnauthorized: true,
    });
    assertFailedAs(await loadTls(server), 'tls:ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
  });

  it('that nobody is there for fails as it does without TLS', async () => {
    const { port } = await (async () => {
      await using server = await startTcpServer(() => {});
      return server;
    })();
    const settings = { duration: milliseconds(300) };
    assertFailedAs(await loadPort(port, settings, { scheme: 'https' }), 'connect:ECONNREFUSED');
  });
});

describe('a connection over TLS that breaks', () => {
  const faults: readonly [kind: string, name: string, respond: (socket: Socket) => void][] = [
    ['read:closedBeforeResponse', 'is closed before the response', (socket) => void socket.end()],
    ['read:closedInResponse', 'is closed inside the response', (socket) => void socket.end('HTTP/1.1 200')],
    ['protocol:malformedStatusLine', 'carries garbage', (socket) => void socket.write('garbage\r\n\r\n')],
  ];
  for (const [kind, name, respond] of faults)
    it(`because it ${name} is counted as ${kind}`, async () => {
      await using server = await startTlsServer('good', respond);
      assertFailedAs(await loadTls(server), kind);
    });

  it('gives up a request at its time-out, and balances', async () => {
    await using server = await startTlsServer('good', () => {});
    const record = await loadTls(server);
    assert.ok(record.ledger.timedOut >= 4, JSON.stringify(record.ledger));
    assert.deepEqual(record.ledger.failed, {});
    assert.equal(accountedCount(record.ledger), record.ledger.started);
  });
});
