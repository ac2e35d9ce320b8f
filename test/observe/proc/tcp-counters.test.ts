import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { describe, it, test } from 'node:test';
import {
  namedValues,
  readConnectionCounters,
  readListenDrops,
} from '../../../src/observe/proc/tcp-counters.ts';

test('a value is found by its name, whatever the kernel has before it', () => {
  const text = 'TcpExt: A ListenOverflows B\nTcpExt: 1 2 -3\nIpExt: A\nIpExt: 9\n';
  assert.deepEqual(
    [...namedValues(text, 'TcpExt:')],
    [
      ['A', 1],
      ['ListenOverflows', 2],
      ['B', -3],
    ],
  );
  assert.equal(namedValues('', 'TcpExt:').size, 0);
});

describe('the counters of this machine', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  it('count an overflow as a drop', () => {
    const drops = readListenDrops(process.pid);
    assert.ok(drops !== undefined && drops.overflows <= drops.drops);
  });

  it('count a connection that a server here was asked for', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const before = readConnectionCounters(process.pid);
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await Promise.all([once(client, 'connect'), once(server, 'connection')]);
    const after = readConnectionCounters(process.pid);
    client.destroy();
    server.close();
    assert.ok(before !== undefined && after !== undefined && after.passiveOpens > before.passiveOpens);
  });

  it('are none of a process that is none', () => {
    assert.deepEqual(
      [readListenDrops(2 ** 22 + 1), readConnectionCounters(2 ** 22 + 1)],
      [undefined, undefined],
    );
  });
});
