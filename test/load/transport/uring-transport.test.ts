import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { chooseTransport } from '../../../src/load/transport/choose-transport.ts';
import { accountedCount } from '../../../src/samples/ledger.ts';
import { milliseconds } from '../../../src/units.ts';
import { loadPort } from '../../support/load.ts';
import { skipOrFail } from '../../support/system-tools.ts';
import { OK_RESPONSE, startTcpServer } from '../../support/tcp-server.ts';

const works = (await chooseTransport('auto')).transport === 'uring';
const BODY_BYTES = 300_000;

describe('the transport uring', () => {
  if (!works) {
    it('works here', (t) => skipOrFail(t, 'needs Linux on x64 or arm64, koffi, and leave to use io_uring'));
    return;
  }

  // Either way the bytes that arrive at once are many times what all of a thread's buffers hold.
  for (const stamps of ['kernel', 'user'] as const) {
    it(`loses nothing when its buffers run out, with ${stamps} stamps`, async () => {
      const head = `HTTP/1.1 200 OK\r\nContent-Length: ${BODY_BYTES}\r\n\r\n`;
      const response = Buffer.concat([Buffer.from(head), Buffer.alloc(BODY_BYTES, 'x')]);
      await using server = await startTcpServer((socket) => void socket.write(response));
      const record = await loadPort(
        server.port,
        { connections: 40, generatorThreads: 1, duration: milliseconds(1_500) },
        { transport: 'uring', stamps },
      );
      assert.ok(record.ledger.completed >= 40, JSON.stringify(record.ledger));
      assert.deepEqual(record.ledger.failed, {});
      assert.ok(record.bytesRead >= record.ledger.completed * response.length);
      assert.equal(server.accepted, 40);
    });
  }

  it('leaves no descriptor behind, wherever it ends in a stream of connections that are closed', async () => {
    const before = readdirSync('/proc/self/fd').length;
    for (const stamps of ['kernel', 'user'] as const) {
      await using server = await startTcpServer((socket) =>
        socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
      );
      for (let trial = 0; trial < 8; trial++) {
        const settings = { connections: 30, duration: milliseconds(30 + trial) };
        await loadPort(server.port, settings, { transport: 'uring', stamps });
      }
    }
    assert.equal(readdirSync('/proc/self/fd').length, before);
  });

  it('opens more connections at once than its queue takes operations', async () => {
    await using server = await startTcpServer((socket) => void socket.write(OK_RESPONSE));
    const record = await loadPort(
      server.port,
      // A connection that the server's accept queue had no room for is tried again after a second.
      { connections: 900, generatorThreads: 1, duration: milliseconds(2_500) },
      { transport: 'uring' },
    );
    assert.equal(server.accepted, 900);
    assert.equal(record.connections.opened, 900);
    assert.equal(accountedCount(record.ledger), record.ledger.started);
  });
});
