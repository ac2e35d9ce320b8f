// What the Node examples answer, and after how long: HOLD_SECONDS, read once at the start, and the two ways to wait.
import { setTimeout as sleep } from 'node:timers/promises';

const holdMs = holdFromEnvironment() * 1_000;
const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

function holdFromEnvironment() {
  const text = process.env['HOLD_SECONDS'] ?? '10';
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (seconds >= 0 && seconds <= 86_400) return seconds;
  throw new Error(`HOLD_SECONDS is "${text}", not a number of seconds from 0 to 86400`);
}

/** Puts the whole process to sleep: its event loop, and all other requests with it. */
export function block() {
  Atomics.wait(cell, 0, 0, holdMs);
}

/** Leaves the event loop to others until the hold is over. */
export async function wait() {
  await sleep(holdMs);
}

/** The pid says which worker answered. */
export function answer() {
  return { status: 'ok', pid: process.pid };
}
