import assert from 'node:assert/strict';
import { it } from 'node:test';
import { leadOf, MeasurementWindow } from '../../src/load/measurement-window.ts';
import { milliseconds, nanoseconds } from '../../src/units.ts';

const DURATION = nanoseconds(1e9);
const NO_LEAD = nanoseconds(0);

it('is begun once, whichever thread does it, and ends a duration later', () => {
  const memory = MeasurementWindow.createMemory();
  const [one, other] = [
    new MeasurementWindow(DURATION, NO_LEAD, memory),
    new MeasurementWindow(DURATION, NO_LEAD, memory),
  ];
  assert.equal(other.startsAt, undefined);
  const start = one.begin();
  assert.equal(other.begin(), start);
  assert.equal(other.endsAt, start + DURATION);
});

it('ends when it is stopped', () => {
  const window = new MeasurementWindow(DURATION, NO_LEAD, MeasurementWindow.createMemory());
  const start = window.begin();
  window.stop();
  assert.ok(window.endsAt >= start && window.endsAt < start + DURATION);
});

it('is empty when it is stopped before it has begun', () => {
  const window = new MeasurementWindow(DURATION, NO_LEAD, MeasurementWindow.createMemory());
  window.stop();
  assert.equal(window.begin(), window.endsAt);
});

it('starts after the ramp and the warm-up, and is empty when it is stopped in them', () => {
  const lead = leadOf({ ramp: milliseconds(20), warmup: milliseconds(30) });
  const window = new MeasurementWindow(DURATION, lead, MeasurementWindow.createMemory());
  const begun = window.begin();
  assert.equal(window.startsAt, begun + 50e6);
  assert.equal(window.endsAt, begun + 50e6 + DURATION);
  window.stop();
  assert.equal(window.endsAt, window.startsAt);
});
