import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import {
  drawHold,
  exactHold,
  formatHold,
  holdInSeconds,
  meanHold,
  parseHold,
  scaledHold,
  variationOfHold,
  type Hold,
} from '../../src/plan/hold.ts';
import { milliseconds, type Milliseconds } from '../../src/units.ts';

const DRAWS = 200_000;

function held(text: string): Hold {
  const hold = parseHold(text);
  assert.ok(hold, text);
  return hold;
}

function drawsOf(hold: Hold, seed: number): number[] {
  const generator = xoroshiro128plus(seed);
  return Array.from({ length: DRAWS }, () => drawHold(hold, () => uniformFloat64(generator)));
}

/** The normal distribution function; Abramowitz and Stegun 7.1.26, to 1.5e-7. */
function normalBelow(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - series * Math.exp((-z * z) / 2);
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

/** Kolmogorov and Smirnov's distance between draws and a distribution function. */
function distance(draws: readonly number[], below: (value: number) => number): number {
  const sorted = draws.toSorted((one, other) => one - other);
  return sorted.reduce((furthest, value, index) => {
    const share = below(value);
    return Math.max(furthest, share - index / DRAWS, (index + 1) / DRAWS - share);
  }, 0);
}

/** Each with its variance and its distribution function, written down here without looking at the module. */
const TRUTHS: readonly [text: string, mean: number, variance: number, below: (ms: number) => number][] = [
  ['exp:250ms', 250, 250 ** 2, (ms) => 1 - Math.exp(-ms / 250)],
  [
    'lognormal:250ms:0.8',
    250,
    250 ** 2 * (Math.exp(0.64) - 1),
    (ms) => normalBelow((Math.log(ms) - (Math.log(250) - 0.32)) / 0.8),
  ],
  ['uniform:100ms:400ms', 250, 300 ** 2 / 12, (ms) => (ms - 100) / 300],
];

describe('a hold that is drawn', () => {
  for (const [text, mean, variance, below] of TRUTHS) {
    it(`is distributed as ${text} says`, () => {
      for (const seed of [1, 2, 3]) {
        const draws = drawsOf(held(text), seed);
        // Exceeded once in a thousand (Smirnov): 1.95 ÷ √n.
        assert.ok(distance(draws, below) < 1.95 / Math.sqrt(DRAWS));
        const meanOfDraws = draws.reduce((sum, draw) => sum + draw, 0) / DRAWS;
        assert.ok(Math.abs(meanOfDraws - mean) < 4 * Math.sqrt(variance / DRAWS));
        const varianceOfDraws = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / DRAWS;
        assert.ok(Math.abs(varianceOfDraws / variance - 1) < 0.05, `${varianceOfDraws} for ${variance}`);
      }
    });

    it(`has the mean and the variation that ${text} has`, () => {
      const hold = held(text);
      assert.ok(Math.abs(meanHold(hold) - mean) < 1e-9);
      assert.ok(Math.abs(variationOfHold(hold) - Math.sqrt(variance) / mean) < 1e-9);
    });
  }

  it('is finite and not below zero at both ends of the source', () => {
    const least = () => 0;
    const most = () => 1 - 2 ** -53;
    for (const [text] of [...TRUTHS, ['lognormal:250ms:10'], ['0ms']])
      for (const source of [least, most]) {
        const draw = drawHold(held(text), source);
        assert.ok(draw >= 0 && Number.isFinite(draw), `${text}: ${draw}`);
      }
  });
});

describe('a hold as text', () => {
  const holds: fc.Arbitrary<Hold> = fc.oneof(
    length(0).map((duration): Hold => ({ kind: 'constant', duration })),
    length(1).map((mean): Hold => ({ kind: 'exponential', mean })),
    fc
      .tuple(length(1), fc.integer({ min: 1, max: 10_000 }))
      .map(([mean, thousandths]): Hold => ({ kind: 'lognormal', mean, sigma: thousandths / 1_000 })),
    fc
      .tuple(length(0), length(1))
      .map(([low, more]): Hold => ({ kind: 'uniform', low, high: milliseconds(low + more) })),
  );

  it('is read back as it was, in milliseconds and in seconds, to the nanosecond', () => {
    fc.assert(
      fc.property(holds, (hold) => {
        for (const again of [parseHold(exactHold(hold)), parseHold(holdInSeconds(hold), 's')]) {
          assert.equal(again?.kind, hold.kind);
          assert.ok(Math.abs(meanHold(again) - meanHold(hold)) <= 1e-6);
          assert.ok(Math.abs(variationOfHold(again) - variationOfHold(hold)) < 0.01);
        }
      }),
    );
  });

  it('has a mean that scales with it, and a variation that stays', () => {
    fc.assert(
      fc.property(holds, fc.integer({ min: 1, max: 100 }), (hold, factor) => {
        const scaled = scaledHold(hold, factor / 10);
        assert.ok(Math.abs(meanHold(scaled) - (meanHold(hold) * factor) / 10) <= 1e-9 * meanHold(scaled));
        if (meanHold(hold) > 0)
          assert.ok(
            Math.abs(variationOfHold(scaled) - variationOfHold(hold)) < 1e-9 * (1 + variationOfHold(hold)),
          );
      }),
    );
  });

  for (const [text, forPeople, inSeconds] of [
    ['250ms', '250ms', '0.25'],
    ['0ms', '0ms', '0'],
    ['0', '0ms', '0'],
    ['0.5us', '0.5us', '0.0000005'],
    ['100s', '1.667m', '100'],
    ['exp:0.25s', 'exp:250ms', 'exp:0.25'],
    ['lognormal:250ms:0.80', 'lognormal:250ms:0.8', 'lognormal:0.25:0.8'],
    ['uniform:0:1m', 'uniform:0ms:1m', 'uniform:0:60'],
  ] as const)
    it(`is ${forPeople} for people and ${inSeconds} in seconds when written as ${text}`, () => {
      assert.equal(formatHold(held(text)), forPeople);
      assert.equal(holdInSeconds(held(text)), inSeconds);
    });

  for (const text of [
    '',
    '250',
    '-1ms',
    'exp',
    'exp:',
    'exp:0ms',
    'exp:1ms:2',
    'gamma:1ms',
    'lognormal:1ms',
    'lognormal:1ms:0',
    'lognormal:1ms:-1',
    'lognormal:1ms:10.5',
    'lognormal:0ms:1',
    'lognormal:1ms:1:1',
    'uniform:1ms',
    'uniform:2ms:1ms',
    'uniform:1ms:1ms',
    'uniform:1ms:2ms:3ms',
    'constructor:1ms',
  ])
    it(`is refused as ${JSON.stringify(text)}`, () => assert.equal(parseHold(text), undefined));
});

/** A length in whole microseconds. */
function length(least: number): fc.Arbitrary<Milliseconds> {
  return fc.integer({ min: least, max: 100_000_000 }).map((micros) => milliseconds(micros / 1_000));
}
