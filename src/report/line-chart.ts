/** A place in a chart, in the units of its axes. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/** What is drawn: measured points, and a line through the places of a model. */
export interface LineChart {
  readonly points: readonly ChartPoint[];
  /** By x. */
  readonly curve: readonly ChartPoint[];
  /** A place on the x axis that is marked, where there is one. */
  readonly mark: number | null;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly yText: (value: number) => string;
}

/** How the parts of a chart are coloured. */
export interface ChartPaint {
  readonly point: (text: string) => string;
  readonly curve: (text: string) => string;
}

const ROWS = 10;
/** A braille character has so many dots. */
const DOTS = { across: 2, down: 4 } as const;
const BRAILLE = 0x28_00;
/** The bit of each dot, by row and column (Unicode 15, Braille Patterns). */
const DOT_BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const POINT = '●';
/** From this ratio of the largest x to the smallest on, the axis is logarithmic. */
const WIDE = 12;

/**
 * A chart in characters: the model as a line of dots, the points upon it. The y axis begins at 0; the x axis is logarithmic
 * where it has to be.
 * @param width of all of it, in characters
 */
export function lineChart(chart: LineChart, width: number, paint: ChartPaint): string[] {
  const all = [...chart.points, ...chart.curve];
  if (chart.points.length < 2) return [];
  const top = Math.max(...all.map(({ y }) => y)) || 1;
  const labels = Array.from({ length: ROWS }, (_, row) => yLabel(chart, row, top));
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const columns = width - labelWidth - 2;
  const scale = xScale(all.map(({ x }) => x));
  const cells = plot(chart, { columns, top, scale });
  return [
    chart.yTitle,
    ...cells.map((row, index) => {
      const label = (labels[index] ?? '').padStart(labelWidth);
      const axis = labels[index] === '' ? '│' : '┤';
      return `${label} ${axis}${row.map((cell) => coloured(cell, paint)).join('')}`.trimEnd();
    }),
    ...xAxis(chart, columns, scale).map((line, index) =>
      `${' '.repeat(labelWidth)} ${index === 0 ? '└' : ' '}${line}`.trimEnd(),
    ),
  ];
}

/** Where on the axis an x is, from 0 to 1, and which x is there. */
interface Scale {
  readonly place: (x: number) => number;
  readonly valueAt: (place: number) => number;
}

function xScale(values: readonly number[]): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isWide = least > 0 && most / least >= WIDE;
  const [at, back] = isWide ? [Math.log, Math.exp] : [same, same];
  const span = at(most) - at(least) || 1;
  return {
    place: (x) => (at(x) - at(least)) / span,
    valueAt: (place) => back(at(least) + place * span),
  };
}

const same = (x: number): number => x;

/** The top row, the middle and the bottom one have their figure. */
function yLabel({ yText }: LineChart, row: number, top: number): string {
  if (row === 0) return yText(top);
  if (row === ROWS - 1) return '0';
  return row === Math.round((ROWS - 1) / 2) ? yText(top * (1 - row / (ROWS - 1))) : '';
}

interface Plot {
  readonly columns: number;
  readonly top: number;
  readonly scale: Scale;
}

function plot({ points, curve }: LineChart, { columns, top, scale }: Plot): string[][] {
  const dots = Array.from({ length: ROWS }, () => Array.from({ length: columns }, () => 0));
  const [wide, high] = [columns * DOTS.across - 1, ROWS * DOTS.down - 1];
  for (let across = 0; across <= wide; across++) {
    const y = heightAt(curve, scale.valueAt(across / wide));
    if (y === undefined) continue;
    const down = Math.round((1 - y / top) * high);
    const row = dots[Math.floor(down / DOTS.down)];
    const column = Math.floor(across / DOTS.across);
    if (row !== undefined)
      row[column] = (row[column] ?? 0) | (DOT_BITS[down % DOTS.down]?.[across % DOTS.across] ?? 0);
  }
  const cells = dots.map((row) =>
    row.map((bits) => (bits === 0 ? ' ' : String.fromCodePoint(BRAILLE + bits))),
  );
  for (const { x, y } of points) {
    const row = cells[Math.round((1 - y / top) * (ROWS - 1))];
    if (row !== undefined) row[Math.round(scale.place(x) * (columns - 1))] = POINT;
  }
  return cells;
}

/** On the line between the two places of the curve that lie on both sides; undefined beyond its ends. */
function heightAt(curve: readonly ChartPoint[], x: number): number | undefined {
  const next = curve.findIndex((point) => point.x >= x * (1 - ROUNDING));
  const [before, after] = [curve[Math.max(0, next - 1)], curve[next]];
  if (before === undefined || after === undefined) return undefined;
  if (next === 0) return after.x <= x * (1 + ROUNDING) ? after.y : undefined;
  return before.y + ((after.y - before.y) * (x - before.x)) / (after.x - before.x || 1);
}

/** What logarithms and their inverse may lose. */
const ROUNDING = 1e-9;

/** Round figures that have room, and the mark. */
function xAxis({ points, mark, xTitle }: LineChart, columns: number, { place }: Scale): string[] {
  const most = Math.max(...points.map(({ x }) => x));
  const least = Math.min(...points.map(({ x }) => x));
  const ticks = [...(mark === null ? [] : [mark]), most, least, ...roundFigures(least, most)];
  const line = Array.from({ length: columns }, () => '─');
  const labels = Array.from({ length: columns }, () => ' ');
  for (const tick of ticks) {
    const text = String(Number(tick.toPrecision(3)));
    const column = Math.round(place(tick) * (columns - 1));
    if (column < 0 || column >= columns) continue;
    const start = Math.min(Math.max(0, column - Math.floor(text.length / 2)), columns - text.length);
    const room = labels.slice(Math.max(0, start - 1), start + text.length + 1);
    if (room.some((character) => character !== ' ')) continue;
    line[column] = tick === mark ? '┴' : '┬';
    labels.splice(start, text.length, ...text.split(''));
  }
  return [line.join(''), labels.join(''), xTitle.padStart(Math.floor((columns + xTitle.length) / 2))];
}

/** 1, 2, 5, 10, 20, 50 … between two figures. */
function roundFigures(least: number, most: number): number[] {
  const figures: number[] = [];
  for (let size = 1; size <= most; size *= 10)
    figures.push(...[1, 2, 5].map((digit) => digit * size).filter((one) => one >= least && one <= most));
  return figures;
}

const coloured = (cell: string, { point, curve }: ChartPaint): string =>
  cell === ' ' ? cell : cell === POINT ? point(cell) : curve(cell);
