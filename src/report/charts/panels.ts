import type { Markish } from '@observablehq/plot';
import { THIS_TRIAL } from './chart-condition.ts';
import { CHART_WIDTHS, type ChartWidth } from './chart.ts';
import { INK } from './palette.ts';
import type { Pencil } from './pencil.ts';
import { shortName } from './rows.ts';

/** More small charts than these are no longer looked at; the table has what is left out. */
export const MOST_PANELS = 12;

/** Where a small chart stands among others that share its axes. */
export interface Panel {
  readonly name: string;
  readonly fx: number;
  readonly fy: number;
}

/** Small charts side by side and below each other, each under its name. */
export interface PanelGrid {
  readonly panels: readonly Panel[];
  /** What Plot needs to know of the grid. */
  readonly options: {
    readonly width: number;
    readonly height: number;
    readonly marginTop: number;
    readonly marginLeft: number;
    readonly marginRight: number;
    readonly marginBottom: number;
    readonly fx: { readonly axis: null; readonly padding: number };
    readonly fy: { readonly axis: null; readonly padding: number };
  };
}

interface PanelSize {
  readonly columns: Readonly<Record<ChartWidth, number>>;
  /** Of one, without its name. */
  readonly height: number;
  readonly marginLeft?: number;
}

const NAME = 26;
/** How many times as high it is. */
const ALONE = 1.5;
const AXIS = 42;

/** One alone has more room; that of a trial that is shown alone has no name, as there is nothing to tell it from. */
export function panelGrid(names: readonly string[], width: ChartWidth, size: PanelSize): PanelGrid {
  const columns = Math.max(1, Math.min(size.columns[width], names.length));
  const rows = Math.ceil(names.length / columns);
  const height = names.length === 1 ? size.height * ALONE : size.height;
  const step = height + NAME;
  return {
    panels: names.map((name, index) => ({
      name: name === THIS_TRIAL ? '' : name,
      fx: index % columns,
      fy: Math.floor(index / columns),
    })),
    options: {
      width: CHART_WIDTHS[width],
      height: NAME + rows * step - NAME + AXIS,
      marginTop: NAME,
      marginLeft: size.marginLeft ?? 46,
      marginRight: 14,
      marginBottom: AXIS,
      fx: { axis: null, padding: columns > 1 ? 0.08 : 0 },
      fy: { axis: null, padding: rows > 1 ? NAME / step : 0 },
    },
  };
}

/** Gives each datum the place of its panel. */
export const inPanel = <Datum extends object>(
  { fx, fy }: Panel,
  data: readonly Datum[],
): (Datum & Pick<Panel, 'fx' | 'fy'>)[] => data.map((datum) => ({ ...datum, fx, fy }));

/** The names above the panels. */
export const panelNames = ({ panels }: PanelGrid, { plot }: Pencil): Markish =>
  plot.text(panels, {
    fx: 'fx',
    fy: 'fy',
    text: ({ name }: Panel) => shortName(name),
    title: 'name',
    frameAnchor: 'top-left',
    lineAnchor: 'bottom',
    dy: -7,
    fontWeight: 600,
    fill: INK,
  });

/** Where panels are looked up by something else than their place. */
export const FACETS = { fx: 'fx', fy: 'fy' } as const;
