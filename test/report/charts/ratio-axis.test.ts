import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ratioAxis } from '../../../src/report/charts/ratio-axis.ts';
import type { RatioRow } from '../../../src/report/charts/ratio-rows.ts';

const row = (low: number, ratio: number, high: number): RatioRow => ({
  label: '',
  ratio,
  low,
  high,
  estimate: null,
  verdict: 'inconclusive',
  words: '',
  colour: '',
  symbol: '',
});

/** From a thousandth to a thousandfold. */
const ratio = fc.double({ min: -6.9, max: 6.9, noNaN: true }).map(Math.exp);

test('the axis reaches as far to both sides of 1, over every ratio and the margin, with 1 marked', () => {
  fc.assert(
    fc.property(
      fc.array(ratio, { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      fc.constantFrom('wide' as const, 'narrow' as const),
      (ratios, margin, width) => {
        const rows = ratios.map((one) => row(one / 1.1, one, one * 1.1));
        const { domain, ticks, band, text } = ratioAxis(rows, { margin, width });
        const [low, high] = domain;
        assert.equal(low, -high);
        for (const place of [...ratios.map(Math.log), ...ticks, band.low, band.high])
          assert.ok(place >= low && place <= high, `${place} of ${high}`);
        assert.equal(text(ticks.find((tick) => tick === 0) ?? NaN), '1');
        assert.equal(new Set(ticks.map(text)).size, ticks.length);
        assert.ok(Math.abs(band.high - Math.log(1 + margin)) < 1e-12 && band.low === -band.high);
      },
    ),
  );
});

test('changes read in percent, and multiples as such, alike on both sides', () => {
  const ticksOf = (most: number): string[] => {
    const { ticks, text } = ratioAxis([row(1 / most, most, most)], { margin: 0.05, width: 'wide' });
    return ticks.toSorted((one, other) => one - other).map(text);
  };
  assert.deepEqual(ticksOf(1.25), ['−20 %', '−10 %', '1', '+10 %', '+20 %']);
  assert.deepEqual(ticksOf(3), ['0.33 ×', '0.5 ×', '0.67 ×', '1', '1.5 ×', '2 ×', '3 ×']);
});

test('an interval that would hide all others does not stretch the axis without end', () => {
  const { domain } = ratioAxis([row(1e-6, 1.1, 1e6)], { margin: 0.05, width: 'wide' });
  assert.ok(domain[1] < Math.log(50), `${domain[1]}`);
});
