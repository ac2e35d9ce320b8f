import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RealtimeOffset } from '../../../../src/load/transport/linux/realtime-offset.ts';
import { nanoseconds } from '../../../../src/units.ts';

/** Two clocks that go together; each reading takes the next of some times. */
function clocks(apart: number, readings: readonly number[]) {
  const state = { now: 1_000, apart };
  let reading = 0;
  const pass = (): void => void (state.now += readings[reading++ % readings.length] ?? 0);
  return {
    state,
    realtime: () => (pass(), state.now + state.apart),
    monotonic: () => (pass(), nanoseconds(state.now)),
  };
}

it('maps the wall clock to the monotonic one', () => {
  const { realtime, monotonic } = clocks(5_000_000, [40]);
  const offset = new RealtimeOffset(realtime, monotonic);
  offset.refresh(nanoseconds(0));
  assert.equal(offset.toMonotonic(5_000_000 + 777), 777);
});

it('believes the reading with the tightest bracket, not one that was interrupted', () => {
  // before, realtime, after: interrupted between the last two, or (the fourth reading) not at all.
  const { realtime, monotonic } = clocks(
    0,
    [40, 40, 9_000_000, 40, 40, 5_000_000, 40, 40, 7_000, 40, 40, 40],
  );
  const offset = new RealtimeOffset(realtime, monotonic);
  offset.refresh(nanoseconds(0));
  assert.equal(offset.toMonotonic(123_456), 123_456);
});

it('follows a wall clock that is set, within 100 ms', () => {
  const { state, realtime, monotonic } = clocks(0, [40]);
  const offset = new RealtimeOffset(realtime, monotonic);
  offset.refresh(nanoseconds(0));
  state.apart = 60e9;
  offset.refresh(nanoseconds(99e6));
  assert.equal(offset.toMonotonic(60e9 + 5), 60e9 + 5);
  offset.refresh(nanoseconds(100e6));
  assert.equal(offset.toMonotonic(60e9 + 5), 5);
});
