import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { socketAddress } from '../../../../src/load/transport/linux/socket-address.ts';

describe('the bytes of an address', () => {
  const cases: readonly [host: string, port: number, hex: string][] = [
    ['127.0.0.1', 8_000, '02001f40 7f000001 0000000000000000'],
    ['192.168.10.255', 80, '02000050 c0a80aff 0000000000000000'],
    ['::1', 8_000, '0a001f40 00000000 00000000000000000000000000000001 00000000'],
    ['::', 1, '0a000001 00000000 00000000000000000000000000000000 00000000'],
    ['2001:db8::7', 80, '0a000050 00000000 20010db8000000000000000000000007 00000000'],
    ['fe80::', 80, '0a000050 00000000 fe800000000000000000000000000000 00000000'],
    ['1:2:3:4:5:6:7:8', 80, '0a000050 00000000 00010002000300040005000600070008 00000000'],
    ['::ffff:10.0.0.1', 80, '0a000050 00000000 00000000000000000000ffff0a000001 00000000'],
  ];
  for (const [host, port, hex] of cases)
    it(`are right for ${host} port ${port}`, () =>
      assert.equal(socketAddress(host, port).toString('hex'), hex.replaceAll(' ', '')));
});
