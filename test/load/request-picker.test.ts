import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createRequestPicker, type RequestPicker } from '../../src/load/request-picker.ts';

const ALONE = { thread: 0, threads: 1, seed: 7 };

function draw(picker: RequestPicker, count: number): number[] {
  return Array.from({ length: count }, () => picker.next());
}

function countsOf(drawn: readonly number[], kinds: number): number[] {
  const counts = Array.from({ length: kinds }, () => 0);
  for (const index of drawn) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}

/** Pearson's statistic: how far counts are from what the weights promise. */
function chiSquare(counts: readonly number[], weights: readonly number[]): number {
  const draws = counts.reduce((sum, count) => sum + count, 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return counts.reduce((sum, count, index) => {
    const expected = (draws * (weights[index] ?? 0)) / total;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

/** What chi-square exceeds once in a thousand times (Wilson and Hilferty 1931). */
function criticalChiSquare(degrees: number): number {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + 3.0902 * Math.sqrt(spread)) ** 3;
}

describe('in sequence', () => {
  it('the requests come one after the other, over and over', () => {
    assert.deepEqual(draw(createRequestPicker({ order: 'sequence' }, 3, ALONE), 7), [0, 1, 2, 0, 1, 2, 0]);
  });

  it('the threads begin evenly spread over the requests', () => {
    const firsts = [0, 1, 2, 3].map((thread) =>
      createRequestPicker({ order: 'sequence' }, 10, { thread, threads: 4, seed: 1 }).next(),
    );
    assert.deepEqual(firsts, [0, 2, 5, 7]);
  });

  it('each thread sends each request as often as any other, to within one', () => {
    const cases = fc.record({
      count: fc.integer({ min: 1, max: 50 }),
      draws: fc.nat(300),
      thread: fc.nat(7),
    });
    fc.assert(
      fc.property(cases, ({ count, draws, thread }) => {
        const picker = createRequestPicker({ order: 'sequence' }, count, { thread, threads: 8, seed: 1 });
        const counts = countsOf(draw(picker, draws), count);
        assert.equal(counts.length, count);
        assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
      }),
    );
  });
});

describe('by weight', () => {
  const mixes: readonly [name: string, weights: readonly number[]][] = [
    ['equal', [1, 1, 1, 1]],
    ['unequal', [1, 2, 3, 4, 90]],
    ['far apart', [1_000, 1, 0.5, 250]],
    ['fractions', [0.1, 0.2, 0.3, 0.25]],
    ['many', Array.from({ length: 300 }, (_, index) => 1 + (index % 7))],
  ];
  for (const [name, weights] of mixes) {
    it(`requests come as often as their weights say: ${name}`, () => {
      const picker = createRequestPicker({ order: 'weighted', weights }, weights.length, ALONE);
      const counts = countsOf(draw(picker, 400_000), weights.length);
      assert.equal(counts.length, weights.length);
      const statistic = chiSquare(counts, weights);
      assert.ok(statistic < criticalChiSquare(weights.length - 1), `chi-square is ${statistic}`);
    });
  }

  it('the test of frequencies would notice a weight that is 5 % off', () => {
    const picker = createRequestPicker({ order: 'weighted', weights: [1.05, 1, 1, 1] }, 4, ALONE);
    const statistic = chiSquare(countsOf(draw(picker, 400_000), 4), [1, 1, 1, 1]);
    assert.ok(statistic > criticalChiSquare(3), `chi-square is ${statistic}`);
  });

  it('only requests that there are come, whatever the weights', () => {
    const weight = fc.double({ min: 1e-300, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 40 }), fc.integer(), (weights, seed) => {
        const picker = createRequestPicker({ order: 'weighted', weights }, weights.length, {
          ...ALONE,
          seed,
        });
        const drawn = draw(picker, 200);
        assert.ok(drawn.every((index) => Number.isInteger(index) && index >= 0 && index < weights.length));
      }),
    );
  });

  it('one request is all there is', () => {
    const picker = createRequestPicker({ order: 'weighted', weights: [0.001] }, 1, ALONE);
    assert.deepEqual(draw(picker, 3), [0, 0, 0]);
  });

  it('a seed gives the same requests again, and each thread others', () => {
    const weights = Array.from({ length: 1_000 }, () => 1);
    const drawnBy = (thread: number, seed: number): number[] =>
      draw(createRequestPicker({ order: 'weighted', weights }, 1_000, { thread, threads: 2, seed }), 20);
    assert.deepEqual(drawnBy(1, 5), drawnBy(1, 5));
    assert.notDeepEqual(drawnBy(0, 5), drawnBy(1, 5));
    assert.notDeepEqual(drawnBy(0, 5), drawnBy(0, 6));
  });
});
