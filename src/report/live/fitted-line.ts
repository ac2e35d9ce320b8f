/** A part of a line, coloured after it was cut to the room there is. */
export interface Piece {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const ELLIPSIS = '…';
/** Characters below take one column. Above there are those that take two, and which do is the terminal's own opinion. */
const FIRST_DOUBTFUL = 0x11_00;
/** Of those, what Loadstone itself draws with: punctuation, and boxes and blocks. */
const SURE = [
  [0x20_00, 0x20_6f],
  [0x25_00, 0x25_9f],
] as const;

/** One line that takes no more columns of a terminal than these, whatever it is made of: it never breaks into two. */
export function fittedLine(pieces: readonly Piece[], width: number): string {
  const printable = pieces.map(({ text, paint }) => ({ text: text.replaceAll(UNPRINTABLE, '?'), paint }));
  let room = width;
  const fits = printable.reduce((sum, { text }) => sum + columnsOf(text), 0) <= width;
  if (!fits) room -= 1;
  const line = printable.map(({ text, paint }) => {
    const cut = room > 0 ? firstColumns(text, room) : '';
    room = cut === text ? room - columnsOf(text) : 0;
    return paint === undefined || cut === '' ? cut : paint(cut);
  });
  return `${line.join('')}${fits || width < 1 ? '' : ELLIPSIS}`;
}

/** Of these texts, one after the other, as many as have room. */
export function thoseThatFit(texts: readonly string[], separator: string, width: number): string {
  return texts.reduce((line, text) => {
    const longer = line === '' ? text : `${line}${separator}${text}`;
    return columnsOf(longer) <= width ? longer : line;
  }, '');
}

/** How many columns a text takes; rather too many than too few. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOfOne(character);
  return columns;
}

/** What moves the cursor, or is not seen. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function columnsOfOne(character: string): 1 | 2 {
  const code = character.codePointAt(0) ?? 0;
  const isSure = code < FIRST_DOUBTFUL || SURE.some(([first, last]) => code >= first && code <= last);
  return isSure ? 1 : 2;
}

function firstColumns(text: string, width: number): string {
  let room = width;
  let cut = '';
  for (const character of text) {
    room -= columnsOfOne(character);
    if (room < 0) return cut;
    cut += character;
  }
  return cut;
}
