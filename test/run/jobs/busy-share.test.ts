import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { busiestShare, recentShare, type MachineReading } from '../../../src/run/jobs/busy-share.ts';
import { milliseconds, nanoseconds, type Nanoseconds } from '../../../src/units.ts';

const ms = (value: number): Nanoseconds => nanoseconds(value * 1e6);
const EVERY = 500;
const OVER = milliseconds(2_000);

/** Readings twice a second of two processors, of which these shares were busy between one and the next. */
function readings(shares: readonly number[]): MachineReading[] {
  let busy = 0;
  return [0, ...shares].map((share, index) => {
    busy += share * 100;
    return { at: ms(index * EVERY), busy, all: index * 100 };
  });
}

it('is the mean over the last two seconds, and not known before', () => {
  assert.equal(recentShare(readings([1, 1, 1]), OVER), undefined);
  assert.equal(recentShare(readings([1, 0, 0, 0]), OVER), 0.25);
  assert.equal(recentShare(readings([1, 0, 0, 0, 0]), OVER), 0);
  assert.equal(recentShare([], OVER), undefined);
});

it('at its most is that of the busiest two seconds within the window', () => {
  const seen = readings([1, 1, 0, 0, 0.8, 0.8, 0.8, 0, 0, 1, 1, 1, 1]);
  // The window begins after the first burst and ends before the last.
  assert.ok(Math.abs((busiestShare(seen, { from: ms(1_000), to: ms(4_500) }, OVER) ?? 0) - 0.6) < 1e-9);
});

it('of a window that is shorter than that is known from the readings around it', () => {
  const seen = readings([0, 1, 1, 0, 0, 0]);
  assert.equal(busiestShare(seen, { from: ms(600), to: ms(1_400) }, OVER), 1);
  assert.equal(busiestShare(seen, { from: ms(400), to: ms(1_600) }, OVER), 0.5);
  assert.equal(busiestShare(seen, { from: ms(2_900), to: ms(3_100) }, OVER), undefined);
});

it('is between the least and the most that was seen, and not under the mean of the window', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(share, { minLength: 4, maxLength: 40 }), (shares) => {
      const seen = readings(shares);
      const most = busiestShare(seen, { from: ms(0), to: ms(shares.length * EVERY) }, OVER) ?? NaN;
      const within = 1e-9;
      assert.ok(most <= Math.max(...shares) + within);
      // Whole spans cover a window whose length is a multiple of theirs: one of them reaches its mean.
      const whole = shares.slice(0, shares.length - (shares.length % 4));
      const mean = whole.reduce((sum, value) => sum + value, 0) / whole.length;
      assert.ok(most >= mean - within);
    }),
  );
});
