import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { constantArrivals, responseTimes } from '../../../bench/generator/lindley.ts';
import { trueTail } from '../../../bench/generator/pause.ts';

const NO_PAUSE = { from: Infinity, until: Infinity };

describe('arrivals at a constant rate', () => {
  it('begin at 0 and end before the end', () => {
    assert.deepEqual(constantArrivals(4, 1), [0, 250, 500, 750]);
  });
});

describe('the response times of a queue with one server', () => {
  for (const [name, arrivals, pause, expected] of [
    ['are the service time where nobody waits', [0, 10, 20], NO_PAUSE, [3, 3, 3]],
    ['add the work that is left of those before', [0, 1, 2], NO_PAUSE, [3, 5, 7]],
    [
      'add what is left of the pause, and of those it kept waiting',
      [0, 5, 6],
      { from: 4, until: 20 },
      [3, 18, 20],
    ],
    ['let a request that was begun before the pause end in it', [3], { from: 4, until: 20 }, [3]],
    ['begin one at the very end of the pause', [20], { from: 4, until: 20 }, [3]],
    ['keep one waiting that arrives at its very beginning', [4], { from: 4, until: 20 }, [19]],
  ] as const) {
    it(name, () => {
      assert.deepEqual(responseTimes(arrivals, 3, pause), expected);
    });
  }

  it('agree with the queue simulated by the clock, a tick at a time', () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 30 });
    const spans = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat({ max: 40 }), fc.nat({ max: 40 }));
    fc.assert(
      fc.property(arrivals, spans, (unsorted, [service, from, length]) => {
        const sorted = unsorted.toSorted((one, other) => one - other);
        const pause = { from, until: from + length };
        assert.deepEqual(responseTimes(sorted, service, pause), simulated(sorted, service, pause));
      }),
    );
  });
});

describe('the true tail of a server that pauses', () => {
  it('has its p99 a hundredth of all requests below the longest wait', () => {
    const { p99, p999 } = trueTail(10, 4_000);
    // The k-th arrival in the pause waits 2000 ms less k arrivals of 0.5 ms, and then for the k before it, 0.1 ms each.
    assert.ok(Math.abs(p99 - (2_000.1 - 200 * 0.4)) < 0.5, `p99 ${p99}`);
    assert.ok(Math.abs(p999 - (2_000.1 - 20 * 0.4)) < 0.5, `p99.9 ${p999}`);
  });
});

/** Serves in whole ticks: who is being served, who waits, and what the clock says. */
function simulated(
  arrivals: readonly number[],
  service: number,
  pause: { from: number; until: number },
): number[] {
  const times: number[] = [];
  let busyUntil = 0;
  for (let clock = 0; times.length < arrivals.length; clock++) {
    const next = arrivals[times.length] ?? Infinity;
    const isPaused = clock >= pause.from && clock < pause.until;
    if (clock < busyUntil || clock < next || isPaused) continue;
    busyUntil = clock + service;
    times.push(busyUntil - next);
  }
  return times;
}
