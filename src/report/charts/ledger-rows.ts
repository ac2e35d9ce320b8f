import { countText } from '../figure-text.ts';
import { accountedCount, begunCount, failedCount } from '../../samples/ledger.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import type { ChartCondition } from './chart-condition.ts';

/** Where requests can end, in the order of the bars. */
export const ENDS = ['in time', 'late', 'timed out', 'failed', 'in flight at the end'] as const;
export type End = (typeof ENDS)[number];

/** One trial, with how many of its requests ended in each way. */
export interface LedgerRow {
  readonly label: string;
  readonly replicate: number;
  readonly isValid: boolean;
  readonly counts: Readonly<Record<End, number>>;
  readonly total: number;
  readonly begun: number | null;
  readonly balances: boolean | null;
}

/** All trials of a condition, the invalid ones too: their requests ended somewhere all the same. */
export function ledgerRows(
  { condition, label }: ChartCondition,
  trials: readonly TrialRecord[],
): LedgerRow[] {
  const name = label.replace(/ \(invalid\)$/, '');
  return trials
    .filter((trial) =>
      Object.entries(condition).every(([factor, level]) => trial.condition[factor] === level),
    )
    .toSorted((one, other) => one.order.replicate - other.order.replicate)
    .map(({ ledger, order, validity }) => {
      const late = ledger.completedLate ?? 0;
      const counts = {
        'in time': ledger.completed - late,
        late,
        'timed out': ledger.timedOut,
        failed: failedCount(ledger),
        'in flight at the end': ledger.inFlightAtEnd ?? 0,
      };
      const accounted = accountedCount(ledger);
      const begun = begunCount(ledger);
      return {
        label: name,
        replicate: order.replicate,
        isValid: validity.valid,
        counts,
        total: ENDS.reduce((sum, end) => sum + counts[end], 0),
        begun,
        balances: begun === null || accounted === null ? null : begun === accounted,
      };
    });
}

/** A trial in words, for who does not see the chart. */
export function rowWords({ label, replicate, counts, total }: LedgerRow): string {
  const parts = ENDS.filter((end) => counts[end] > 0).map((end) => `${countText(counts[end])} ${end}`);
  return `${label}, replicate ${replicate}: ${countText(total)} begun, ${parts.join(', ')}`;
}
