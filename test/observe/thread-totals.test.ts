import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ThreadReading } from '../../src/observe/proc/thread-reading.ts';
import { ThreadTotals } from '../../src/observe/thread-totals.ts';

const HELPER = 99;

function thread(tid: number, state: string, done: number): ThreadReading {
  return {
    tid,
    isHelper: tid === HELPER,
    state,
    runningNs: done * 1e6,
    waitingNs: done * 2e6,
    voluntarySwitches: done * 3,
    involuntarySwitches: done,
  };
}

test('threads are counted by state, and those that neither run, sleep nor wait for a device are others', () => {
  const detail = new ThreadTotals().add(
    ['R', 'R', 'S', 'D', 'T', 'I'].map((state, tid) => thread(tid, state, 0)),
  );
  assert.deepEqual([detail.running, detail.sleeping, detail.blocked, detail.other], [2, 1, 1, 2]);
});

test('what a thread did stays when it has ended, and what its successor with the same number did is added', () => {
  const totals = new ThreadTotals();
  const waited = (threads: ThreadReading[]): number => totals.add(threads).waitingMs;
  assert.equal(waited([thread(1, 'S', 10), thread(2, 'S', 5)]), 30);
  assert.equal(waited([thread(1, 'S', 12)]), 34);
  assert.equal(waited([thread(1, 'S', 12), thread(2, 'S', 1)]), 36);
  assert.equal(waited([thread(1, 'S', 3), thread(2, 'S', 1)]), 42);
  assert.deepEqual(totals.add([]), {
    running: 0,
    sleeping: 0,
    blocked: 0,
    other: 0,
    switchesOfEach: [6 + 0 + 9, 3],
    waitingMs: 42,
    voluntarySwitches: 63,
    involuntarySwitches: 21,
  });
});

test('of each thread it is told how often it went to sleep since the first reading, or its start', () => {
  const totals = new ThreadTotals();
  const switches = (threads: ThreadReading[]): readonly number[] => totals.add(threads).switchesOfEach;
  assert.deepEqual(switches([thread(1, 'S', 10), thread(2, 'S', 5)]), []);
  assert.deepEqual(switches([thread(1, 'S', 10), thread(2, 'S', 6)]), [0, 3]);
  assert.deepEqual(switches([thread(2, 'S', 7), thread(3, 'S', 2), thread(HELPER, 'S', 9)]), [0, 6, 6]);
});
