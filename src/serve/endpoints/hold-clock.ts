import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_TIMER_MS = 2 ** 31 - 1;
const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** The clock and the two ways to let it run on: asleep with the whole thread, or with the loop free. */
export interface HoldClock {
  now(): bigint;
  block(milliseconds: number): void;
  wait(milliseconds: number): Promise<unknown>;
}

const systemClock: HoldClock = {
  now: () => process.hrtime.bigint(),
  block: (milliseconds) => Atomics.wait(cell, 0, 0, milliseconds),
  wait: (milliseconds) => sleep(milliseconds),
};

/** Puts the whole thread to sleep until the hold is over. A wait may end early; the monotonic clock decides. */
export function blockFor(hold: bigint, clock: HoldClock = systemClock): void {
  const end = clock.now() + hold;
  for (let left = hold; left > 0n; left = end - clock.now()) clock.block(Number(left) / 1e6);
}

/** Leaves the event loop free until the hold is over. Timers may fire early; the monotonic clock decides. */
export async function waitFor(hold: bigint, clock: HoldClock = systemClock): Promise<void> {
  const end = clock.now() + hold;
  for (let left = hold; left > 0n; left = end - clock.now()) {
    await clock.wait(Math.min(Number(left) / 1e6, LONGEST_TIMER_MS));
  }
}
