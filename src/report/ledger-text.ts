import { accountedCount, begunCount, failedCount } from '../samples/ledger.ts';
import type { Ledger } from '../samples/trial-record.ts';
import { countText } from './figure-text.ts';
import { unbroken } from './paragraph.ts';

/** Where every request ended, as an equation where both sides are known. */
export function ledgerText(ledger: Ledger): string {
  const { inFlightAtStart, started, completedLate, inFlightAtEnd } = ledger;
  const late = completedLate ? ` (${countText(completedLate)} of them late)` : '';
  const begun = [
    ...(inFlightAtStart ? [`${countText(inFlightAtStart)} in flight at the start`] : []),
    ...(started === null ? [] : [`${countText(started)} started`]),
  ];
  const ends = [
    `${countText(ledger.completed)} completed${late}`,
    `${countText(ledger.timedOut)} timed out`,
    `${countText(failedCount(ledger))} failed`,
    ...(inFlightAtEnd === null ? [] : [`${countText(inFlightAtEnd)} in flight at the end`]),
  ];
  if (begunCount(ledger) === null || accountedCount(ledger) === null)
    return [...begun, ...ends].map(unbroken).join(', ');
  const [firstEnd, ...otherEnds] = ends;
  return [`${begun.join(' + ')} = ${firstEnd}`, ...otherEnds].map(unbroken).join(' + ');
}
