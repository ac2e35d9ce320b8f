import type { Markish } from '@observablehq/plot';
import { CHART_WIDTHS, type ChartWidth } from './chart.ts';
import { INK, PAPER } from './palette.ts';
import type { Pencil } from './pencil.ts';

/** Where the names of rows stand: before them, or above them where there is no room. */
export interface RowLayout {
  readonly width: number;
  readonly height: number;
  readonly marginLeft: number;
  readonly marginRight: number;
  readonly marginTop: number;
  readonly marginBottom: number;
  /** Names stand above their rows. */
  readonly isStacked: boolean;
}

/** What a letter takes, in the mean, of a font of 13. */
const LETTER = 6.9;
const MOST_NAME = 320;
const AXIS = 44;

/** @param rowHeight without a name above it */
export function rowLayout(
  names: readonly string[],
  width: ChartWidth,
  { rowHeight, marginRight }: { readonly rowHeight: number; readonly marginRight: number },
): RowLayout {
  const longest = Math.max(0, ...names.map((name) => shortName(name).length)) * LETTER + 14;
  const isStacked = width === 'narrow';
  const each = isStacked ? rowHeight + 18 : rowHeight;
  return {
    width: CHART_WIDTHS[width],
    height: AXIS + each * names.length + 10,
    marginLeft: isStacked ? 8 : Math.min(MOST_NAME, longest),
    marginRight: isStacked ? Math.min(marginRight, 64) : marginRight,
    marginTop: 10,
    marginBottom: AXIS,
    isStacked,
  };
}

const LONGEST = 44;

/** A name that fits; the table and the tool-tip have it whole. */
export const shortName = (name: string): string =>
  name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;

/** The names of rows that have a `label`, before or above them. */
export function rowNames(
  rows: readonly { readonly label: string }[],
  { isStacked }: Pick<RowLayout, 'isStacked'>,
  { plot }: Pencil,
): Markish {
  // What is drawn in its row may cross a name that stands above it.
  const place = isStacked
    ? { dy: -9, stroke: PAPER, strokeWidth: 4 }
    : { textAnchor: 'end' as const, dx: -10 };
  return plot.text(rows, {
    y: 'label',
    frameAnchor: 'left',
    ...place,
    text: ({ label }: { readonly label: string }) => shortName(label),
    title: 'label',
    fill: INK,
  });
}
