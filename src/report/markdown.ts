import type { Column, FigureTable } from './figure-table.ts';
import { escapedHtml } from './html/markup.ts';
import type { Detail } from './measured-how.ts';

/**
 * A table as GitHub reads it.
 * @param rows no more than these
 */
export function markdownTable({ keys, columns }: FigureTable, rows = Infinity): string {
  const all = [...keys, ...columns];
  const rowCount = Math.min(rows, keys[0]?.cells.length ?? 0);
  const body = Array.from({ length: rowCount }, (_, index) => all.map(({ cells }) => cells[index] ?? ''));
  const lines = [all.map(headerText), all.map(({ align }) => (align === 'right' ? '--:' : ':--')), ...body];
  return lines
    .map((cells, index) => `| ${cells.map((cell) => (index === 1 ? cell : escaped(cell))).join(' | ')} |`)
    .join('\n');
}

/** A table in Markdown has no groups: their name goes before the column's. */
function headerText({ group, header }: Column): string {
  return group === null ? header : `${group}: ${header}`;
}

/** What opens when it is clicked on; the text inside is read as Markdown, the title as HTML. */
export const folded = (title: string, body: string): string =>
  `<details><summary>${escapedHtml(title)}</summary>\n\n${body}\n\n</details>`;

export const bullets = (items: readonly string[]): string =>
  items.map((item) => `- ${escaped(item)}`).join('\n');

/** Terms and what is said of each. */
export const termBullets = (details: readonly Detail[]): string =>
  details.map(([term, text]) => `- **${escaped(term)}**: ${escaped(text)}`).join('\n');

/** Lines of code, fenced by more backticks than there are in them. */
export function codeBlock(code: string): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}sh\n${code}\n${fence}`;
}

/** Takes its meaning from whatever Markdown or HTML would read as markup, and keeps it on one line. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]|]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s*[\r\n]+\s*/g, ' ');
}
