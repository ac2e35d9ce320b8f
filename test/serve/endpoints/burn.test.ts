import assert from 'node:assert/strict';
import { test } from 'node:test';
import { burnFor } from '../../../src/serve/endpoints/burn.ts';

function processorMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e3;
}

test('burning takes the processor for as long as it was told, and little more', () => {
  const used = processorMs(() => burnFor(50_000_000n));
  assert.ok(used >= 49.9 && used < 75, `${used} ms of processor time for 50`);
});

test('burning goes by processor time: time in which the thread does not run does not count', () => {
  const times = [0, 0, 0, 400, 400, 999, 1_000];
  let asked = 0;
  burnFor(1_000_000n, () => times[asked++] ?? Infinity);
  assert.equal(asked, times.length);
});

test('burning for no time asks no clock', () => {
  burnFor(0n, () => assert.fail('asked'));
});
