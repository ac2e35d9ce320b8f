import type { LegendEntry } from './chart.ts';

/** The pictures beside the words of a legend, in boxes of 24 × 14. */
const MIDDLE = { x: 12, y: 7 } as const;

export const lineEntry = (label: string, colour: string, dash = '0'): LegendEntry => ({
  label,
  mark: `<line x1="1" x2="23" y1="7" y2="7" stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dash}"/>`,
});

export const areaEntry = (label: string, fill: string, stroke = 'none'): LegendEntry => ({
  label,
  mark: `<rect x="2" y="2" width="20" height="10" fill="${fill}" stroke="${stroke}"/>`,
});

export const dotEntry = (label: string, fill: string, stroke = 'none', radius = 5): LegendEntry => ({
  label,
  mark: `<circle cx="${MIDDLE.x}" cy="${MIDDLE.y}" r="${radius}" fill="${fill}" stroke="${stroke}" stroke-width="1.5"/>`,
});

export const tickEntry = (label: string, stroke: string): LegendEntry => ({
  label,
  mark: `<line x1="12" x2="12" y1="1" y2="13" stroke="${stroke}" stroke-width="2"/>`,
});

export const diamondEntry = (label: string, stroke: string): LegendEntry => ({
  label,
  mark: `<path d="M12,1L17,7L12,13L7,7Z" fill="none" stroke="${stroke}" stroke-width="1.5"/>`,
});

/** A line with ends across it. */
export const intervalEntry = (label: string, stroke: string): LegendEntry => ({
  label,
  mark: `<path d="M3,7H21M3,3V11M21,3V11" fill="none" stroke="${stroke}" stroke-width="1.5"/>`,
});
