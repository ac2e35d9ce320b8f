import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { it } from 'node:test';
import { accountedCount } from '../../../src/samples/ledger.ts';
import { milliseconds } from '../../../src/units.ts';
import { loadPort } from '../../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../../support/tcp-server.ts';
import { describeTransports } from '../../support/transports.ts';

describeTransports('the ledger under faults', (transport) => {
  const faults: readonly [kind: string, name: string, respond: (socket: Socket) => void][] = [
    ['read:ECONNRESET', 'a reset before the response', (socket) => void socket.resetAndDestroy()],
    ['read:closedBeforeResponse', 'a close before the response', (socket) => void socket.end()],
    ['read:closedInResponse', 'a close inside the head', (socket) => void socket.end('HTTP/1.1 200')],
    [
      'read:closedInResponse',
      'a body shorter than it says',
      (socket) => void socket.end(OK_RESPONSE.slice(0, -1)),
    ],
    [
      'protocol:unexpectedData',
      'two responses for one request',
      (socket) => void socket.write(OK_RESPONSE + OK_RESPONSE),
    ],
    [
      'protocol:unexpectedData',
      'a body longer than it says',
      (socket) => void socket.write(`${OK_RESPONSE}more`),
    ],
    ['protocol:malformedStatusLine', 'garbage', (socket) => void socket.write('garbage\r\n\r\n')],
    [
      'protocol:malformedHeader',
      'a header without a colon',
      (socket) => void socket.write('HTTP/1.1 200 OK\r\nno\r\n\r\n'),
    ],
    [
      'protocol:malformedChunk',
      'a chunk size that is none',
      (socket) => void socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnone\r\n'),
    ],
  ];
  for (const [kind, name, respond] of faults) {
    it(`counts ${name} as ${kind} and balances`, async () => {
      await using server = await startTcpServer(respond);
      const record = await loadPort(server.port, { duration: milliseconds(300) }, { transport });
      assert.ok((record.ledger.failed[kind] ?? 0) > 0, JSON.stringify(record.ledger));
      assert.deepEqual(Object.keys(record.ledger.failed), [kind]);
      assert.equal(accountedCount(record.ledger), record.ledger.started);
      assert.equal(record.ledger.completed, 0);
      assert.deepEqual(record.validity.reasons, ['every request failed']);
    });
  }

  it('counts refused connections, and tries again ever more slowly', async () => {
    const { port } = await (async () => {
      await using server = await startTcpServer(() => {});
      return server;
    })();
    const record = await loadPort(port, { duration: milliseconds(1_000) }, { transport });
    const refused = record.ledger.failed['connect:ECONNREFUSED'] ?? 0;
    // 4 connections, each at 0, 10, 30, 70, … ms: at most 8 attempts a second.
    assert.ok(refused >= 4 && refused <= 4 * 8, `${refused} attempts`);
    assert.equal(accountedCount(record.ledger), record.ledger.started);
  });

  it('counts what was lost to a server that closes after a response without saying so', async () => {
    await using server = await startTcpServer((socket) => void socket.end(OK_RESPONSE));
    const record = await loadPort(server.port, {}, { transport });
    assert.ok(record.ledger.completed > 0);
    const kinds = Object.keys(record.ledger.failed);
    assert.ok(kinds.length > 0);
    for (const kind of kinds) assert.match(kind, /^read:(?:closedBeforeResponse|ECONNRESET)$/);
    assert.equal(accountedCount(record.ledger), record.ledger.started);
  });

  it('gives up requests that a server accepts and never reads, whole or in part', async () => {
    for (const headers of [{}, { 'X-Large': 'x'.repeat(8_000_000) }]) {
      await using server = await startTcpServer(
        () => assert.fail('it reads nothing'),
        (socket) => void socket.pause(),
      );
      const record = await loadPort(server.port, { timeout: milliseconds(120) }, { transport, headers });
      assert.deepEqual([record.ledger.completed, record.ledger.failed], [0, {}]);
      assert.ok(record.ledger.timedOut >= 4 * 3, `${record.ledger.timedOut} timed out`);
      assert.equal(accountedCount(record.ledger), record.ledger.started);
    }
  });
});
