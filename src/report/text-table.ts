/** Colours a text that has been padded already. */
export interface Paint {
  readonly heading: (text: string) => string;
  readonly published: (text: string) => string;
  readonly warning: (text: string) => string;
}

const GAP = 2;
/** Between columns that belong together: the keys, and those of one group. */
const NARROW_GAP = 1;

interface Cluster {
  readonly group: string | null;
  readonly columns: readonly { readonly column: Column; readonly width: number }[];
  readonly width: number;
}

/**
 * Sets a table in lines no wider than `width`. A table that does not fit is set as several, one below the
 * other, each with the keys.
 */
export function tableLines(table: FigureTable, width: number, paint: Paint): string[] {
  const keys = cluster(null, table.keys);
  const blocks: Cluster[][] = [];
  let room = 0;
  for (const next of clustersOf(table.columns)) {
    const needed = GAP + next.width;
    if (blocks.length === 0 || needed > room) {
      blocks.push([]);
      room = width - keys.width;
    }
    blocks.at(-1)?.push(next);
    room -= needed;
  }
  return blocks.flatMap((block, index) => [
    ...(index > 0 ? [''] : []),
    ...blockLines([keys, ...block], paint),
  ]);
}

/** The width that the keys of a table take. */
export const keysWidth = (table: FigureTable): number => cluster(null, table.keys).width;

function clustersOf(columns: readonly Column[]): Cluster[] {
  const runs: Column[][] = [];
  for (const column of columns) {
    const last = runs.at(-1);
    if (column.group !== null && last?.[0]?.group === column.group) last.push(column);
    else runs.push([column]);
  }
  return runs.map((run) => cluster(run[0]?.group ?? null, run));
}

function cluster(group: string | null, columns: readonly Column[]): Cluster {
  const widths = columns.map(({ header, cells }) =>
    Math.max(header.length, ...cells.map((cell) => cell.length)),
  );
  const total = widths.reduce((sum, width) => sum + width, NARROW_GAP * Math.max(0, columns.length - 1));
  const missing = Math.max(0, (group?.length ?? 0) - total);
  const set = columns.map((column, index) => ({
    column,
    width: (widths[index] ?? 0) + (index === 0 ? missing : 0),
  }));
  return { group, columns: set, width: total + missing };
}

function blockLines(clusters: readonly Cluster[], paint: Paint): string[] {
  const row = (clusterText: (cluster: Cluster) => string): string =>
    clusters.map(clusterText).join(' '.repeat(GAP));
  const cells = (text: (column: Column) => string, colour: (column: Column) => Colour): string =>
    row(({ columns }) =>
      columns
        .map(({ column, width }) => colour(column)(aligned(text(column), width, column.align)))
        .join(' '.repeat(NARROW_GAP)),
    );
  const rowCount = clusters[0]?.columns[0]?.column.cells.length ?? 0;
  const hasGroups = clusters.some(({ group }) => group !== null);
  return [
    ...(hasGroups
      ? [paint.heading(row(({ group, width }) => groupTitle(group ?? '', width)).trimEnd())]
      : []),
    cells(
      ({ header }) => header,
      () => paint.heading,
    ),
    ...Array.from({ length: rowCount }, (_, index) =>
      cells(
        (column) => column.cells[index] ?? '',
        (column) => toneColour(column, paint),
      ),
    ),
  ];
}

type Colour = (text: string) => string;

function toneColour({ tone }: Column, paint: Paint): Colour {
  switch (tone) {
    case 'published':
      return paint.published;
    case 'mark':
      return paint.warning;
    case 'plain':
      return (text) => text;
  }
}

const aligned = (text: string, width: number, align: Column['align']): string =>
  align === 'left' ? text.padEnd(width) : text.padStart(width);

/** A title over the columns of its group, with a rule to both sides where there is room for one. */
function groupTitle(title: string, width: number): string {
  const rule = width - title.length - 2;
  if (title === '' || rule < 2) return title.padStart(width);
  const before = Math.floor(rule / 2);
  return `${'─'.repeat(before)} ${title} ${'─'.repeat(rule - before)}`;
}
import type { FigureTable, Column } from './figure-table.ts';
