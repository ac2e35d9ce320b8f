/** One colour of the charts, as CSS knows it, in both themes. */
interface Colour {
  readonly variable: string;
  readonly light: string;
  readonly dark: string;
}

/**
 * Colours that people of every colour vision tell apart: those of Okabe & Ito (2008), "Color Universal Design", with the
 * darker of them on white (blue, vermilion, bluish green, reddish purple, black) and the lighter on black (sky blue,
 * orange, bluish green, reddish purple, white). The green on white and the purples are moved in lightness, so that each colour stands out
 * from its ground by 3 : 1 (WCAG 2.2, 1.4.11) and from the others in print without colour. A test holds them to that.
 */
export const SERIES_COLOURS = [
  { variable: '--series-1', light: '#0072b2', dark: '#56b4e9' },
  { variable: '--series-2', light: '#d55e00', dark: '#e69f00' },
  { variable: '--series-3', light: '#00664b', dark: '#009e73' },
  { variable: '--series-4', light: '#c06497', dark: '#d58fb8' },
  { variable: '--series-5', light: '#3b3f46', dark: '#f2f2f2' },
] as const satisfies readonly Colour[];

/** The grounds that the colours are made for. */
export const GROUND = { light: '#ffffff', dark: '#15181d' } as const;

/** The colour of a series by its place; there are no more than five, and dashes tell further ones apart. */
export const seriesColour = (place: number): string =>
  `var(${SERIES_COLOURS[place % SERIES_COLOURS.length]?.variable ?? '--series-5'})`;

/** Lines differ in their dashes too: solid, dashed, dotted, dash-dot, long. */
const DASHES = ['0', '7 3', '2 3', '8 3 2 3', '14 4'] as const;

export const seriesDash = (place: number): string => DASHES[place % DASHES.length] ?? '0';

/** What stands behind the figures: grids, ranges, and what is told apart by its place. */
export const FAINT = 'var(--faint)';
export const MUTED = 'var(--muted)';
export const PAPER = 'var(--paper)';
export const INK = 'currentColor';
