import { begunCount } from '../samples/ledger.ts';
import type { Ledger } from '../samples/ledger-schema.ts';
import { plainColumn, UNKNOWN, type FigureTable } from './figure-table.ts';
import { countText, percentText } from './figure-text.ts';

/** Where the requests of a trial ended, each end with its share, failures by their kind. */
export function trialLedgerTable(ledger: Ledger): FigureTable {
  const { completed, completedLate, timedOut, failed, inFlightAtEnd } = ledger;
  const begun = begunCount(ledger);
  const late = completedLate ?? 0;
  const failures = Object.entries(failed).toSorted(([, one], [, other]) => other - one);
  const rows: (readonly [end: string, count: number | null])[] = [
    ['completed in time', completed - late],
    ['completed late', completedLate],
    ['timed out', timedOut],
    ...(failures.length === 0 ? [['failed', 0] as const] : []),
    ...failures.map(([kind, count]) => [`failed: ${kind}`, count] as const),
    ['in flight at the end', inFlightAtEnd],
  ];
  return {
    title: 'Where every request ended',
    keys: [
      plainColumn(
        'end',
        rows.map(([end]) => end),
        { align: 'left' },
      ),
    ],
    columns: [
      plainColumn(
        'requests',
        rows.map(([, count]) => (count === null ? UNKNOWN : countText(count))),
      ),
      plainColumn(
        'of those begun',
        rows.map(([, count]) =>
          count === null || begun === null || begun === 0 ? UNKNOWN : percentText((count / begun) * 100),
        ),
      ),
    ],
  };
}
