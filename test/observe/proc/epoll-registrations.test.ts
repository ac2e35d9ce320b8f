import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEpollInodes } from '../../../src/observe/proc/epoll-registrations.ts';

test('the inodes of an epoll instance are hexadecimal, and other lines are none', () => {
  const text =
    'pos:\t0\nflags:\t02000002\nmnt_id:\t15\nino:\t2073\n' +
    'tfd:        7 events:       19 data:                7  pos:0 ino:61 sdev:7\n' +
    'tfd:       20 events: 80000019 data: ffffffffffffffff  pos:0 ino:8f4a sdev:8\n';
  assert.deepEqual(parseEpollInodes(text), [0x61, 0x8f4a]);
  assert.deepEqual(parseEpollInodes(''), []);
});
