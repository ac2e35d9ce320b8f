import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseListenDrops, readListenDrops } from '../../../src/observe/proc/listen-overflows.ts';

test('a counter is found by its name, whatever the kernel has before it', () => {
  const text = 'TcpExt: A ListenOverflows B ListenDrops\nTcpExt: 1 2 3 4\nIpExt: ListenOverflows\nIpExt: 9\n';
  assert.deepEqual(parseListenDrops(text), { overflows: 2, drops: 4 });
});

test('a kernel that does not count them has none', () => {
  assert.equal(parseListenDrops('TcpExt: A\nTcpExt: 1\n'), undefined);
  assert.equal(parseListenDrops(''), undefined);
});

test('an overflow is a drop as well', { skip: process.platform !== 'linux' }, () => {
  const drops = readListenDrops(process.pid);
  assert.ok(drops !== undefined && drops.overflows <= drops.drops);
});
