import assert from 'node:assert/strict';
import { it } from 'node:test';
import { reconnectDelay } from '../../src/load/reconnect-delay.ts';

for (const [failures, delayMs] of [
  [1, 10],
  [2, 20],
  [5, 160],
  [8, 1_000],
  [1_000_000, 1_000],
] as const)
  it(`rests ${delayMs} ms after ${failures} failure(s) in a row`, () =>
    assert.equal(reconnectDelay(failures), delayMs));
