import { plainColumn, type FigureTable } from './figure-table.ts';
import { conditionText } from './figure-text.ts';
import type { Detail } from './measured-how.ts';
import { paragraph, unbroken } from './paragraph.ts';
import type { RunTable } from './run-table.ts';

/** Columns of a terminal. */
export const WIDTH = 80;
/** Keys wider than this leave too little room for figures; the conditions are then numbered. */
export const WIDEST_KEYS = 40;
const BULLET = { first: '- ', rest: '  ' };

/** A table whose rows have a number in place of their levels. */
export function withNumberedKeys(table: FigureTable, header: string): FigureTable {
  const marks = table.keys.filter(({ tone }) => tone === 'mark');
  const numbers = plainColumn(
    header,
    (table.keys[0]?.cells ?? []).map((_, index) => String(index + 1)),
  );
  return { ...table, keys: [...marks, numbers] };
}

/** Which condition has which number. */
export function legendLines({ rows }: RunTable): string[] {
  return rows.flatMap(({ condition }, index) => numberedLines(index, conditionText(condition)));
}

/** A text under the number of its place, from 0. */
export const numberedLines = (index: number, text: string): string[] =>
  paragraph(text, WIDTH, { first: `#${String(index + 1).padEnd(3)}`, rest: '    ' });

/** Sentences one below the other under a title; nothing where there is none. */
export function bulletSection(
  title: string,
  sentences: readonly string[],
  heading: (text: string) => string,
): string[] {
  if (sentences.length === 0) return [];
  return [heading(title), ...sentences.flatMap((sentence) => paragraph(sentence, WIDTH, BULLET))];
}

/** What somebody who reads no further should know, each part behind what it answers. */
export const answerLines = (parts: readonly Detail[], heading: (text: string) => string): string[] => [
  heading('The answer'),
  ...parts.flatMap(([term, text]) => paragraph(`${unbroken(term)}: ${text}`, WIDTH, BULLET)),
];
