import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { it } from 'node:test';
import { loadPort } from '../../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../../support/tcp-server.ts';
import { describeTransports } from '../../support/transports.ts';

const HOLD_MS = 20;
const hasIPv6 = Object.values(networkInterfaces())
  .flat()
  .some((network) => network?.address === '::1');

describeTransports('the record', (transport) => {
  it('says which transport was used, and who stamped', async () => {
    await using server = await startTcpServer((socket) => void socket.write(OK_RESPONSE));
    const { load } = await loadPort(server.port, {}, { transport });
    assert.deepEqual([load.transport, load.stamps], [transport, transport === 'node' ? 'user' : 'kernel']);
  });

  it('says that the generator stamped where that was asked for', async () => {
    await using server = await startTcpServer((socket) => void socket.write(OK_RESPONSE));
    const record = await loadPort(server.port, {}, { transport, stamps: 'user' });
    assert.equal(record.load.stamps, 'user');
    assert.ok(record.ledger.completed > 10);
    assert.deepEqual(record.ledger.failed, {});
  });

  for (const stamps of transport === 'node' ? (['user'] as const) : (['kernel', 'user'] as const)) {
    it(`holds response times that are right to the millisecond with ${stamps} stamps`, async () => {
      await using server = await startTcpServer((socket) => {
        const until = performance.now() + HOLD_MS;
        const answer = (): void => {
          if (performance.now() < until) setImmediate(answer);
          else socket.write(OK_RESPONSE);
        };
        setTimeout(answer, HOLD_MS - 3);
      });
      const { responseTimeMs } = await loadPort(server.port, { connections: 2 }, { transport, stamps });
      const { min, p50 } = responseTimeMs.observed;
      assert.ok(min !== null && min >= HOLD_MS, `${min} ms`);
      assert.ok(p50 !== null && p50 < HOLD_MS + 10, `${p50} ms`);
    });
  }

  it('is of a server that a name leads to', async () => {
    await using server = await startTcpServer((socket) => void socket.write(OK_RESPONSE));
    const record = await loadPort(server.port, {}, { transport, host: 'localhost' });
    assert.ok(record.ledger.completed > 10);
    assert.deepEqual(record.ledger.failed, {});
  });

  if (hasIPv6)
    it('is of a server at an IPv6 address', async () => {
      await using server = await startTcpServer((socket) => void socket.write(OK_RESPONSE), undefined, '::1');
      const record = await loadPort(server.port, {}, { transport, host: '[::1]' });
      assert.ok(record.ledger.completed > 10);
      assert.deepEqual(record.ledger.failed, {});
    });
});
