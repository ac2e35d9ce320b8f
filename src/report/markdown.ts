/** A table as GitHub reads it. */
export function markdownTable({ keys, columns }: FigureTable): string {
  const all = [...keys, ...columns];
  const rowCount = keys[0]?.cells.length ?? 0;
  const rows = Array.from({ length: rowCount }, (_, index) => all.map(({ cells }) => cells[index] ?? ''));
  const lines = [all.map(headerText), all.map(({ align }) => (align === 'right' ? '--:' : ':--')), ...rows];
  return lines
    .map((cells, index) => `| ${cells.map((cell) => (index === 1 ? cell : escaped(cell))).join(' | ')} |`)
    .join('\n');
}

/** A table in Markdown has no groups: their name goes before the column's. */
function headerText({ group, header }: Column): string {
  return group === null ? header : `${group}: ${header}`;
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
import type { FigureTable, Column } from './figure-table.ts';
