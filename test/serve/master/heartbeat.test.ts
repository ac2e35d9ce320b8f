import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beat, beatPeriod } from '../../../src/serve/master/heartbeat.ts';
import { milliseconds } from '../../../src/units.ts';

test('workers are asked every second, or four times in a shorter time-out', () => {
  const periods = [0, 1_000, 2_000, 30_000].map((timeout) => beatPeriod(milliseconds(timeout)));
  assert.deepEqual(periods, [1_000, 250, 500, 1_000]);
});

test('a worker is asked when it has answered, waited for until the time-out, and then killed', () => {
  for (const [what, unanswered, elapsed, timeout, expected] of [
    ['it has answered', undefined, 500, 2_000, { action: 'ping' }],
    ['it has answered, if late', undefined, 9_000, 2_000, { action: 'ping' }],
    ['the first beat after a ping', 0, 500, 2_000, { action: 'wait', unanswered: 500 }],
    ['not quite the time-out', 1_000, 999, 2_000, { action: 'wait', unanswered: 1_999 }],
    ['the time-out', 1_500, 500, 2_000, { action: 'kill' }],
    ['the master slept', 0, 60_000, 2_000, { action: 'wait', unanswered: 1_000 }],
    ['no time-out', 1e9, 1_000, 0, { action: 'wait', unanswered: 1e9 + 1_000 }],
    ['no time-out, answered', undefined, 1_000, 0, { action: 'ping' }],
  ] as const) {
    const before = unanswered === undefined ? undefined : milliseconds(unanswered);
    assert.deepEqual(beat(before, milliseconds(elapsed), milliseconds(timeout)), expected, what);
  }
});
