import pc from 'picocolors';
import type { LiveTrial } from '../../samples/live-run.ts';
import { liveShare } from '../../samples/live-share.ts';
import { rateText } from '../figure-text.ts';
import { columnsOf, fittedLine, thoseThatFit, type Piece } from './fitted-line.ts';
import { loadTexts } from './live-text.ts';
import { joined, sparkline } from './sparkline.ts';

/** The columns that lines may take, and whether they are coloured. */
export interface Look {
  readonly width: number;
  readonly color: boolean;
}

const INDENT = '  ';
const BAR_CELLS = { wide: 20, narrow: 10 } as const;
/** From so many columns on a line is wide. */
const WIDE = 60;

/**
 * A load in three lines: how much of its window is over, the completions in it, and what became of its requests. A generator that says
 * nothing of them has the first only.
 * @param left how long it will still take, the most important first; as much of it is shown as has room
 */
export function loadLines(trial: LiveTrial, left: readonly string[], look: Look): string[] {
  const { width, color } = look;
  const colours = pc.createColors(color);
  const cells = width >= WIDE ? BAR_CELLS.wide : BAR_CELLS.narrow;
  const bar = barPieces(liveShare(trial), cells, color);
  const room = width - columnsOf(INDENT) - columnsOf(bar.map(({ text }) => text).join('')) - 2;
  const first = fittedLine(
    [{ text: INDENT }, ...bar, { text: `  ${thoseThatFit(left, ' ', room)}` }],
    width,
  ).trimEnd();
  const texts = loadTexts(trial);
  if (texts.length === 0) return [first];
  const [completed = '', inFlight = '', ...lost] = texts;
  const counters = thoseThatFit([completed, inFlight], ', ', width - INDENT.length);
  const losses = thoseThatFit(lost, ', ', width - INDENT.length - columnsOf(counters) - 2);
  return [
    first,
    fittedLine(completionPieces(trial, look), width),
    fittedLine(
      [
        { text: `${INDENT}${counters}` },
        ...(losses === '' ? [] : [{ text: ', ' }, { text: losses, paint: colours.yellow }]),
      ],
      width,
    ),
  ];
}

/** `━━━━━━──────────────  30%` */
export function barPieces(share: number, cells: number, color: boolean): Piece[] {
  const colours = pc.createColors(color);
  const filled = Math.round(share * cells);
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  return [
    { text: '━'.repeat(filled), paint: colours.cyan },
    { text: '─'.repeat(cells - filled), paint: colours.dim },
    { text: ` ${percent}` },
  ];
}

/** The completions of the window so far, in the room that the whole of it will take, and how many the highest stands for. */
function completionPieces({ durationMs, requests, series }: LiveTrial, { width, color }: Look): Piece[] {
  const { intervalMs, completed } = series;
  const whole = durationMs === null || requests !== undefined ? 0 : Math.floor(durationMs / intervalMs);
  const caption = width >= WIDE ? CAPTION_COLUMNS : 0;
  const { counts, each } = joined(completed, whole, width - INDENT.length - caption);
  const most = Math.max(0, ...counts);
  const rate = (most / (each * intervalMs)) * 1_000;
  return [
    { text: `${INDENT}${sparkline(counts)}`, paint: pc.createColors(color).cyan },
    ...(caption === 0 || most === 0 ? [] : [{ text: `  up to ${rateText(rate)}` }]),
  ];
}

/** `  up to 123,456/s`. */
const CAPTION_COLUMNS = 17;
