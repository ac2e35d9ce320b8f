import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RateSamples, summariseRates } from '../../src/samples/rate-samples.ts';
import { nanoseconds } from '../../src/units.ts';

const at = (ms: number) => nanoseconds(ms * 1e6);

it('samples as wrk does: only where something completed, over the time since, cut to a whole number', () => {
  const samples = new RateSamples(at(0));
  // 25 responses of a thread every 10 s, looked at every 100 ms: wrk prints 2.00 for them.
  for (let ms = 100; ms <= 60_000; ms += 100) samples.sample(at(ms), Math.floor(ms / 10_000) * 25);
  assert.deepEqual(samples.rates, [2, 2, 2, 2, 2, 2]);
  assert.deepEqual(summariseRates(samples.rates), { mean: 2, stdev: 0, max: 2, withinStdevPercent: 100 });
});

it('has no rate where nothing completed', () => {
  assert.deepEqual(summariseRates([]), { mean: null, stdev: null, max: null, withinStdevPercent: null });
});
