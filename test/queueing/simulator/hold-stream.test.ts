import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meanHold, variationOfHold, type Hold } from '../../../src/plan/hold.ts';
import { HoldStream } from '../../../src/queueing/simulator/hold-stream.ts';
import { nextStream, randomStreams } from '../../../src/queueing/simulator/random-streams.ts';
import { milliseconds } from '../../../src/units.ts';
import { hold } from './fixtures.ts';

const DRAWS = 200_000;

function draws(of: Hold, seed = 1, extra = 0): Float64Array {
  const stream = new HoldStream(of, milliseconds(extra), randomStreams(seed).hold);
  return new Float64Array(DRAWS).map(() => stream.next());
}

/** The largest distance between the distribution of the draws and the one they should have (Kolmogorov 1933). */
function distance(sample: Float64Array, distribution: (value: number) => number): number {
  const sorted = sample.toSorted();
  return sorted.reduce((most, value, place) => {
    const share = distribution(value);
    return Math.max(most, share - place / DRAWS, (place + 1) / DRAWS - share);
  }, 0);
}

/** Exceeded once in a thousand (Smirnov 1948). */
const CRITICAL = 1.949 / Math.sqrt(DRAWS);

describe('HoldStream', () => {
  it('draws exponential lengths, tail and all', () => {
    for (const seed of [1, 2, 3]) {
      const sample = draws(hold('exp:20ms'), seed);
      assert.ok(distance(sample, (value) => -Math.expm1(-value / 20e6)) < CRITICAL);
      // Beyond the ziggurat's tail, 7.697 means: 200,000 × e^−7.697 are 90.7.
      const beyond = sample.reduce((count, value) => count + (value > 7.697 * 20e6 ? 1 : 0), 0);
      assert.ok(beyond > 60 && beyond < 125, `${beyond} in the tail`);
    }
  });

  it('draws uniform lengths', () => {
    const sample = draws(hold('uniform:100ms:400ms'));
    assert.ok(distance(sample, (value) => (value / 1e6 - 100) / 300) < CRITICAL);
  });

  it('has the mean and the variation of each distribution, plus what is added', () => {
    for (const text of ['25ms', 'exp:25ms', 'lognormal:25ms:0.8', 'uniform:10ms:40ms']) {
      const sample = draws(hold(text), 7, 3);
      const mean = sample.reduce((sum, value) => sum + value, 0) / DRAWS / 1e6;
      const variance = sample.reduce((sum, value) => sum + (value / 1e6 - mean) ** 2, 0) / DRAWS;
      const [expected, variation] = [meanHold(hold(text)), variationOfHold(hold(text))];
      assert.ok(Math.abs(mean - expected - 3) <= (4 * variation * expected) / Math.sqrt(DRAWS), text);
      assert.ok(Math.abs(Math.sqrt(variance) / expected - variation) < 0.03, text);
    }
  });

  it('draws the same for the same seed, and something else for another', () => {
    assert.deepEqual(draws(hold('lognormal:1s:1'), 5), draws(hold('lognormal:1s:1'), 5));
    assert.notDeepEqual(draws(hold('exp:1s'), 5).slice(0, 10), draws(hold('exp:1s'), 6).slice(0, 10));
  });
});

it('has streams that share no draws: thinking, choosing and every kind of hold', () => {
  const streams = randomStreams(1);
  const all = [streams.think, streams.kind, streams.spread, streams.order];
  for (let kind = 0; kind < 3; kind++) all.push(nextStream(streams.hold));
  const firsts = all.map((stream) => [stream.next(), stream.next()].join());
  assert.equal(new Set(firsts).size, all.length);
});
