import type { FindingKind } from '../../src/samples/diagnosis.ts';
import { TROUBLES, type Trouble } from './troubles.ts';

/** What was named for one trial of a trouble. */
export interface Named {
  readonly trouble: Trouble;
  readonly seed: number;
  readonly sizes: string;
  readonly expected: FindingKind;
  /** Null where the trial could not be measured. */
  readonly ceiling: FindingKind | null;
  readonly level: string | null;
  /** Troubles that were named beside, which nobody made. */
  readonly others: readonly FindingKind[];
}

/** A row a trouble that was made, a column a ceiling that was named; the healthy server's is the offered load. */
export function confusionTable(named: readonly Named[]): string {
  const columns = [...new Set(named.map(({ ceiling }) => ceiling ?? NOT_MEASURED))].toSorted(
    (one, other) => placeOf(one) - placeOf(other),
  );
  const rows = TROUBLES.flatMap((trouble) => {
    const own = named.filter((one) => one.trouble === trouble);
    if (own.length === 0) return [];
    const cells = columns.map((column) => {
      const count = own.filter(({ ceiling }) => (ceiling ?? NOT_MEASURED) === column).length;
      const isRight = own[0]?.expected === column;
      if (count === 0) return '';
      return isRight ? `**${count}**` : String(count);
    });
    return [`| ${[trouble, own.length, ...cells].join(' | ')} |`];
  });
  const rule = ['---', ...Array.from({ length: columns.length + 1 }, () => '---:')];
  return [`| ${['made', 'trials', ...columns].join(' | ')} |`, `| ${rule.join(' | ')} |`, ...rows].join('\n');
}

const NOT_MEASURED = 'not measured';

const placeOf = (column: string): number => {
  const place = TROUBLES.findIndex((trouble) => trouble === column);
  return place === -1 ? TROUBLES.length : place;
};

export const isRight = ({ ceiling, expected }: Named): boolean => ceiling === expected;

/** Each trial that was named wrongly, with what its seed decided. */
export function wronglyNamed(named: readonly Named[]): string {
  const lines = named
    .filter((one) => !isRight(one))
    .map(({ trouble, seed, sizes, ceiling, level }) =>
      ceiling === null
        ? `- ${trouble}, seed ${seed} (${sizes}): could not be measured`
        : `- ${trouble}, seed ${seed} (${sizes}): ${ceiling}, confidence ${level}`,
    );
  return lines.join('\n');
}
