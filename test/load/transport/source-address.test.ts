import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sourceAddress } from '../../../src/load/transport/source-address.ts';

for (const [target, connection, expected] of [
  ['127.0.0.1', 0, undefined],
  ['127.0.0.1', 9_999, undefined],
  ['127.0.0.1', 10_000, '127.0.0.2'],
  ['127.0.0.5', 19_999, '127.0.0.2'],
  ['127.0.0.1', 20_000, '127.0.0.3'],
  ['10.0.0.1', 20_000, undefined],
  ['::1', 20_000, undefined],
] as const)
  it(`lets connection ${connection} to ${target} come from ${expected ?? "the system's choice"}`, () =>
    assert.equal(sourceAddress(target, connection), expected));
