import type { Markish } from '@observablehq/plot';
import { countText, figureText } from '../../figure-text.ts';
import { CHART_WIDTHS, type ChartWidth } from '../chart.ts';
import { INK } from '../palette.ts';
import type { Pencil } from '../pencil.ts';
import { stackedPlots } from '../stacked-plots.ts';
import type { SweepAxis } from './sweep-axis.ts';

/** One of the panels that stand below each other on one axis. */
export interface SweepPanel {
  /** What its figures are, with the unit. */
  readonly title: string;
  readonly y: SweepAxis;
  readonly marks: readonly Markish[];
}

const HEIGHT = 240;
const AXIS = 42;

/** Panels below each other over one axis; only the last has its words. */
export function sweepPanels(
  panels: readonly SweepPanel[],
  x: SweepAxis & { readonly label: string },
  width: ChartWidth,
  pencil: Pencil,
): string {
  const drawn = panels.map(({ title, y, marks }, place) => {
    const isLast = place === panels.length - 1;
    const height = HEIGHT + (isLast ? AXIS - 14 : 0);
    const svg = pencil.draw({
      width: CHART_WIDTHS[width],
      height,
      marginTop: 34,
      marginLeft: 52,
      marginRight: 16,
      marginBottom: isLast ? AXIS : 14,
      x: {
        type: x.type,
        domain: x.domain,
        ticks: x.ticks,
        label: isLast ? x.label : null,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: isLast ? 3 : 0,
        tickFormat: isLast ? tickText : () => '',
        grid: true,
      },
      y: {
        type: y.type,
        domain: y.domain,
        ticks: y.ticks,
        label: null,
        tickSize: 0,
        tickFormat: tickText,
        grid: true,
        clamp: true,
      },
      marks: [
        ...marks,
        pencil.plot.text([title], { frameAnchor: 'top-left', dx: -46, dy: -25, fontWeight: 600, fill: INK }),
      ],
    });
    return { svg, height };
  });
  return stackedPlots(drawn, CHART_WIDTHS[width]);
}

const tickText = (tick: number): string =>
  Number.isInteger(tick) ? countText(tick) : tick < 0.01 ? String(tick) : figureText(tick);
