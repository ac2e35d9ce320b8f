import type { FigureTable } from './figure-table.ts';
import { countedNoun } from './figure-text.ts';
import { escaped, folded, markdownTable } from './markdown.ts';

/** A part of a report, under its title; what is folded opens when it is clicked on. */
export interface MarkdownSection {
  /** Empty: it has none. */
  readonly title: string;
  readonly isFolded: boolean;
  readonly body: string | FigureTable;
}

/** A job summary of GitHub takes no more than 1 MiB over all its steps, a comment 65,536 characters. */
export const MOST_BYTES = 60_000;

/** What the last line takes, that says what was left out. */
const RESERVE_BYTES = 600;

/**
 * Sets sections one after the other in no more than so many bytes: the first are the ones that matter. A table that does
 * not fit is cut, and what else does not fit is left out; the last line says so.
 */
export function withinBudget(sections: readonly MarkdownSection[], mostBytes: number): string {
  const written: string[] = [];
  const missing: string[] = [];
  let room = mostBytes - RESERVE_BYTES;
  for (const section of sections) {
    const text = fitted(section, room);
    if (text === undefined) missing.push(section.title);
    else {
      written.push(text);
      room -= byteLength(text) + 2;
    }
  }
  if (missing.length > 0)
    written.push(
      `Left out here, as it would have been too long: ${escaped(missing.join(', '))}. \`loadstone report --format html\` has all.`,
    );
  return `${written.join('\n\n')}\n`;
}

function fitted(section: MarkdownSection, room: number): string | undefined {
  const { body } = section;
  if (typeof body === 'string') {
    const text = framed(section, body);
    return byteLength(text) <= room ? text : undefined;
  }
  const rows = body.keys[0]?.cells.length ?? 0;
  const whole = framed(section, markdownTable(body));
  if (byteLength(whole) <= room) return whole;
  const aRow = (byteLength(whole) - byteLength(framed(section, markdownTable(body, 0)))) / rows;
  // Rows differ in length; a tenth is kept back for that.
  const shown = Math.floor(((room - byteLength(framed(section, markdownTable(body, 0)))) / aRow) * 0.9) - 1;
  if (shown < 1) return undefined;
  const text = framed(
    section,
    `${markdownTable(body, shown)}\n\n…and ${countedNoun(rows - shown, 'more row')}.`,
  );
  return byteLength(text) <= room ? text : undefined;
}

function framed({ title, isFolded }: MarkdownSection, body: string): string {
  if (isFolded) return folded(title, body);
  return title === '' ? body : `## ${escaped(title)}\n\n${body}`;
}

const byteLength = (text: string): number => Buffer.byteLength(text);
