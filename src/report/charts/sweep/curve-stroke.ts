import { seriesColour, seriesDash } from '../palette.ts';

/** How a curve is drawn, by its place among the curves: the concluded one stands out, and is the first where there is one. */
export const curveStroke = (place: number, isConcluded: boolean) =>
  isConcluded
    ? { stroke: seriesColour(0), strokeWidth: 2.6, strokeDasharray: seriesDash(0) }
    : { stroke: seriesColour(place + 1), strokeWidth: 1.6, strokeDasharray: seriesDash(place + 1) };
