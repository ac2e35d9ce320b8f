import type { TrialRecord } from '../samples/trial-record.ts';

/** One column of a report, as text. */
export interface Column {
  /** What stands above this column and above its neighbours of the same group; null for nothing. */
  readonly group: string | null;
  readonly header: string;
  readonly align: 'left' | 'right';
  readonly tone: 'plain' | 'published' | 'mark';
  readonly cells: readonly string[];
}

export interface FigureTable {
  readonly title: string;
  /** What tells the rows apart. */
  readonly keys: readonly Column[];
  readonly columns: readonly Column[];
}

/** Stands where nothing is known. */
export const UNKNOWN = '-';

/** A column in the ordinary tone; to the right, as figures stand, unless told. */
export const plainColumn = (
  header: string,
  cells: readonly string[],
  { group = null, align = 'right' }: Partial<Pick<Column, 'group' | 'align'>> = {},
): Column => ({ group, header, align, tone: 'plain', cells });

/** A column for each factor, with its level in each condition; levels that are numbers stand to the right. */
export function levelColumns(conditions: readonly TrialRecord['condition'][]): Column[] {
  const factors = new Set(conditions.flatMap((condition) => Object.keys(condition)));
  return [...factors].map((factor) => {
    const levels = conditions.map((condition) => condition[factor] ?? UNKNOWN);
    const align = levels.every((level) => typeof level === 'number') ? 'right' : 'left';
    return plainColumn(factor, levels.map(String), { align });
  });
}
