import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { it } from 'node:test';
import { milliseconds } from '../../../src/units.ts';
import { loadPort } from '../../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../../support/tcp-server.ts';
import { describeTransports } from '../../support/transports.ts';

const LARGE_BODY_BYTES = 10_000_000;

describeTransports('responses', (transport) => {
  it('goes on with a new connection after the server closed one, and counts no failure for an announced close', async () => {
    await using server = await startTcpServer((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
    );
    const record = await loadPort(server.port, {}, { transport });
    assert.ok(record.ledger.completed > 10);
    assert.deepEqual(record.ledger.failed, {});
    assert.equal(record.connections.closedByServer, record.ledger.completed);
  });

  it('takes a response without a length for complete when the connection ends', async () => {
    await using server = await startTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nhello'));
    const record = await loadPort(server.port, {}, { transport });
    assert.ok(record.ledger.completed > 10);
    assert.deepEqual(record.ledger.failed, {});
  });

  it('counts status codes and the bytes that were read', async () => {
    const response = OK_RESPONSE.replace('200 OK', '503 Busy');
    await using server = await startTcpServer((socket) => socket.write(response));
    const record = await loadPort(server.port, {}, { transport });
    assert.deepEqual(record.statusCodes, { '503': record.ledger.completed });
    assert.equal(record.bytesRead, record.ledger.completed * response.length);
  });

  it('sends no body-waiting HEAD requests: a length without a body ends the response', async () => {
    await using server = await startTcpServer((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'),
    );
    const record = await loadPort(server.port, {}, { transport, method: 'HEAD' });
    assert.ok(record.ledger.completed > 10);
    assert.deepEqual(record.ledger.failed, {});
  });

  it('puts a response together that comes byte by byte', async () => {
    await using server = await startTcpServer((socket) => writeByBytes(socket, OK_RESPONSE));
    const record = await loadPort(server.port, {}, { transport });
    assert.ok(record.ledger.completed >= 4, JSON.stringify(record.ledger));
    assert.deepEqual(record.ledger.failed, {});
  });

  it('puts a response together that is cut in two at any place', async () => {
    let place = 0;
    await using server = await startTcpServer((socket) => {
      const cut = place++ % OK_RESPONSE.length;
      socket.write(OK_RESPONSE.slice(0, cut));
      setImmediate(() => socket.write(OK_RESPONSE.slice(cut)));
    });
    const record = await loadPort(server.port, {}, { transport });
    assert.ok(record.ledger.completed > OK_RESPONSE.length, JSON.stringify(record.ledger));
    assert.deepEqual(record.ledger.failed, {});
  });

  it('reads a body of 10 MB', async () => {
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${LARGE_BODY_BYTES}\r\n\r\n`;
    const response = Buffer.concat([Buffer.from(head), Buffer.alloc(LARGE_BODY_BYTES, 'x')]);
    await using server = await startTcpServer((socket) => void socket.write(response));
    const record = await loadPort(server.port, { duration: milliseconds(1_500) }, { transport });
    assert.ok(record.ledger.completed >= 1, JSON.stringify(record.ledger));
    assert.ok(record.bytesRead >= record.ledger.completed * response.length);
    assert.deepEqual(record.ledger.failed, {});
  });

  it('skips interim responses', async () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n';
    await using server = await startTcpServer((socket) => void socket.write(interim + OK_RESPONSE));
    const record = await loadPort(server.port, {}, { transport });
    assert.ok(record.ledger.completed > 10);
    assert.deepEqual(record.statusCodes, { 200: record.ledger.completed });
    assert.deepEqual(record.ledger.failed, {});
  });

  it('sends a request that is larger than what a socket takes at once', async () => {
    await using server = await startTcpServer((socket) => void socket.write(OK_RESPONSE));
    const headers = { 'X-Large': 'x'.repeat(4_000_000) };
    const record = await loadPort(server.port, { duration: milliseconds(1_500) }, { transport, headers });
    assert.ok(record.ledger.completed >= 4, JSON.stringify(record.ledger));
    assert.deepEqual(record.ledger.failed, {});
  });
});

function writeByBytes(socket: Socket, rest: string): void {
  if (rest === '' || socket.destroyed) return;
  socket.setNoDelay();
  socket.write(rest.slice(0, 1), () => writeByBytes(socket, rest.slice(1)));
}
