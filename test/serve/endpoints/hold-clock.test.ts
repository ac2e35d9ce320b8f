import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockFor, waitFor, type HoldClock } from '../../../src/serve/endpoints/hold-clock.ts';

/** A clock on which every wait ends after half the time it was asked for, as an early timer would. */
function hastyClock(): HoldClock & { readonly elapsed: () => bigint } {
  let now = 1_000n;
  const pass = (milliseconds: number): void => {
    now += BigInt(Math.max(1, Math.floor((milliseconds * 1e6) / 2)));
  };
  return { now: () => now, block: pass, wait: async (ms) => pass(ms), elapsed: () => now - 1_000n };
}

test('a hold goes on when its wait ends early', async () => {
  const blocked = hastyClock();
  blockFor(5_000_000n, blocked);
  assert.equal(blocked.elapsed(), 5_000_000n);
  const waited = hastyClock();
  await waitFor(5_000_000n, waited);
  assert.equal(waited.elapsed(), 5_000_000n);
});

test('no hold on the real clock ends early', async () => {
  const hold = 3_333_333n;
  for (let round = 0; round < 40; round += 1) {
    const started = process.hrtime.bigint();
    blockFor(hold);
    assert.ok(process.hrtime.bigint() - started >= hold);
  }
  const waits = Array.from({ length: 40 }, async (_, index) => {
    const longer = hold + BigInt(index * 100_000);
    const started = process.hrtime.bigint();
    await waitFor(longer);
    assert.ok(process.hrtime.bigint() - started >= longer);
  });
  await Promise.all(waits);
});
