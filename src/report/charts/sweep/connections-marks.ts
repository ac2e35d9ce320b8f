import type { Markish } from '@observablehq/plot';
import type { Estimate } from '../../../samples/interval.ts';
import { countText } from '../../figure-text.ts';
import { FAINT, INK, MUTED, PAPER } from '../palette.ts';
import type { Pencil } from '../pencil.ts';
import { curveStroke } from './curve-stroke.ts';
import type { SweepAxis } from './sweep-axis.ts';
import type { SweepCurve } from './sweep-curves.ts';
import type { SweptTrial } from './swept-trials.ts';

/** What is drawn over connections. */
export type Line = (connections: number) => number;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** As far as it stays inside the panel. */
const placesOf = (at: readonly number[], line: Line, { domain: [least, most] }: SweepAxis): Place[] =>
  at.flatMap((x) => {
    const y = line(x);
    return y >= least && y <= most ? [{ x, y }] : [];
  });

export const boundMarks = (
  at: readonly number[],
  lines: readonly Line[],
  y: SweepAxis,
  { plot }: Pencil,
): Markish[] =>
  lines.map((line) =>
    plot.line(placesOf(at, line, y), {
      x: 'x',
      y: 'y',
      stroke: MUTED,
      strokeWidth: 1.3,
      strokeDasharray: '1 3',
    }),
  );

export const curveMark = (
  at: readonly number[],
  line: Line,
  { isConcluded }: SweepCurve,
  place: number,
  y: SweepAxis,
  { plot }: Pencil,
): Markish => plot.line(placesOf(at, line, y), { x: 'x', y: 'y', ...curveStroke(place, isConcluded) });

export const bandMark = (at: readonly number[], low: Line, high: Line, { plot }: Pencil): Markish =>
  plot.areaY(
    at.map((x) => ({ x, low: low(x), high: high(x) })),
    { x: 'x', y1: 'low', y2: 'high', fill: FAINT },
  );

export function kneeMarks(
  knee: Estimate | null,
  { domain: [least, most] }: SweepAxis,
  { plot }: Pencil,
): Markish[] {
  if (knee === null || knee.estimate === null) return [];
  const { estimate, low, high } = knee;
  const [from, to] = [low ?? estimate, high ?? estimate].map((end) => Math.min(most, Math.max(least, end)));
  return [
    ...(from === to
      ? []
      : [plot.rect([{ from, to }], { x1: 'from', x2: 'to', fill: FAINT, fillOpacity: 0.6 })]),
    ...(estimate > most || estimate < least
      ? []
      : [
          plot.ruleX([estimate], { stroke: INK, strokeDasharray: '4 3', strokeWidth: 1.3 }),
          plot.text([estimate], {
            x: (value: number) => value,
            frameAnchor: 'top',
            dy: -13,
            text: (value: number) => `knee ${countText(Math.round(value))}`,
            fill: INK,
          }),
        ]),
  ];
}

/** A trial with what is drawn of it. */
interface Dot extends SweptTrial {
  readonly value: number;
  readonly words: string;
}

export function trialMarks(dots: readonly Dot[], { plot }: Pencil): Markish[] {
  const place = { x: 'connections', y: 'value' } as const;
  return [
    plot.dot(
      dots.filter(({ isUsed }) => isUsed),
      { ...place, r: 4.5, fill: INK, stroke: PAPER, strokeWidth: 1.2, title: 'words' },
    ),
    plot.dot(
      dots.filter(({ isUsed }) => !isUsed),
      {
        ...place,
        r: 5,
        symbol: 'times',
        stroke: MUTED,
        strokeWidth: 2,
        title: ({ words }: Dot) => `${words} (left out)`,
      },
    ),
  ];
}
