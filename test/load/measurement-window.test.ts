import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MeasurementWindow } from '../../src/load/measurement-window.ts';
import { nanoseconds } from '../../src/units.ts';

const DURATION = nanoseconds(1e9);

it('is opened once, whichever thread does it, and ends a duration later', () => {
  const memory = MeasurementWindow.createMemory();
  const [one, other] = [new MeasurementWindow(DURATION, memory), new MeasurementWindow(DURATION, memory)];
  assert.equal(other.startedAt, undefined);
  const start = one.open();
  assert.equal(other.open(), start);
  assert.equal(other.endsAt, start + DURATION);
});

it('ends when it is stopped', () => {
  const window = new MeasurementWindow(DURATION, MeasurementWindow.createMemory());
  const start = window.open();
  window.stop();
  assert.ok(window.endsAt >= start && window.endsAt < start + DURATION);
});

it('is empty when it is stopped before it has begun', () => {
  const window = new MeasurementWindow(DURATION, MeasurementWindow.createMemory());
  window.stop();
  assert.equal(window.open(), window.endsAt);
});
