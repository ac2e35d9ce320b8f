import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { it } from 'node:test';
import { generatorUsage } from '../../src/load/generator-usage.ts';
import { ThreadWatch, type ThreadUsage } from '../../src/load/thread-usage.ts';
import { nanoseconds } from '../../src/units.ts';

it('tells a thread that works from one that sleeps', async () => {
  const asleep = new ThreadWatch();
  await delay(200);
  const busyBefore = asleep.usage.running;
  const awake = new ThreadWatch();
  const until = performance.now() + 200;
  while (performance.now() < until);
  const { span, running, waiting } = awake.usage;
  assert.ok(span >= 200e6);
  assert.ok(busyBefore < 100e6, `${busyBefore} ns of a sleep`);
  // What something else had of the processor meanwhile is in the waiting.
  assert.ok(
    running + (waiting ?? 0) > 0.9 * span || waiting === undefined,
    `${running} + ${waiting} of ${span}`,
  );
});

const usage = (busy: number, waiting: number | undefined, spanMs = 1_000): ThreadUsage => ({
  span: nanoseconds(spanMs * 1e6),
  running: nanoseconds(busy * spanMs * 1e6),
  waiting: waiting === undefined ? undefined : nanoseconds(waiting * spanMs * 1e6),
});

it('calls the generator the ceiling when one of its threads ran or waited for a processor nearly all the time', () => {
  const cases: [ThreadUsage[], boolean][] = [
    [[usage(0.5, 0.1)], false],
    [[usage(0.91, 0)], true],
    [[usage(0.5, 0.45)], true],
    [[usage(0.2, 0), usage(0.95, undefined)], true],
    [[usage(1, 0, 100)], false],
    [[], false],
  ];
  for (const [threads, expected] of cases) assert.equal(generatorUsage(threads).wasCeiling, expected);
});
