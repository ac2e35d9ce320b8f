import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GROUND, SERIES_COLOURS } from '../../../src/report/charts/palette.ts';

type Rgb = readonly [number, number, number];

const channels = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb;
/** IEC 61966-2-1. */
const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map(linear) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Machado, Oliveira & Fernandes (2009), table 1, severity 1.0: what a colour is to people who lack one kind of cone. */
const VISIONS: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE 1976 L*a*b* under D65, from linear sRGB. */
function lab([red, green, blue]: Rgb): Rgb {
  const x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883;
  const [fx, fy, fz] = [x, y, z].map((value) =>
    value > 216 / 24_389 ? Math.cbrt(value) : (841 / 108) * value + 4 / 29,
  ) as unknown as Rgb;
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

function seen(hex: string, matrix: readonly [Rgb, Rgb, Rgb]): Rgb {
  const colour = channels(hex).map(linear);
  const projected = matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, part, index) => sum + part * (colour[index] ?? 0), 0),
      ),
    ),
  );
  return lab(projected as unknown as Rgb);
}

for (const theme of ['light', 'dark'] as const)
  describe(`the colours of the ${theme} theme`, () => {
    it('stand out from their ground by 3 : 1 (WCAG 2.2, 1.4.11)', () => {
      for (const colour of SERIES_COLOURS)
        assert.ok(contrast(colour[theme], GROUND[theme]) >= 3, colour[theme]);
    });

    for (const [vision, matrix] of Object.entries(VISIONS))
      it(`are told apart with ${vision}`, () => {
        for (const [index, one] of SERIES_COLOURS.entries())
          for (const other of SERIES_COLOURS.slice(index + 1)) {
            const [first, second] = [seen(one[theme], matrix), seen(other[theme], matrix)];
            const difference = Math.hypot(...first.map((value, at) => value - (second[at] ?? 0)));
            // 2.3 is just noticeable (Mahy et al. 1994); lines are thin and lie apart.
            assert.ok(difference > 12, `${one[theme]} and ${other[theme]}: ${difference.toFixed(1)}`);
          }
      });
  });
