import { accountedCount, begunCount, failedCount } from '../samples/ledger.ts';
import type { Ledger } from '../samples/ledger-schema.ts';
import { countText } from './figure-text.ts';
import { unbroken } from './paragraph.ts';

/** Requests of which the same is to be said: `100` and `in flight at the end`. */
export interface LedgerTerm {
  readonly count: number;
  readonly words: string;
}

/** Where requests came from and where they ended. */
export interface LedgerTerms {
  readonly begun: readonly LedgerTerm[];
  readonly ends: readonly LedgerTerm[];
  /** Both sides are known. */
  readonly isEquation: boolean;
}

export function ledgerTerms(ledger: Ledger): LedgerTerms {
  const { inFlightAtStart, started, completed, completedLate, timedOut, inFlightAtEnd } = ledger;
  const late = completedLate ? ` (${countText(completedLate)} of them late)` : '';
  return {
    begun: [
      ...(inFlightAtStart ? [{ count: inFlightAtStart, words: 'in flight at the start' }] : []),
      ...(started === null ? [] : [{ count: started, words: 'started' }]),
    ],
    ends: [
      { count: completed, words: `completed${late}` },
      { count: timedOut, words: 'timed out' },
      { count: failedCount(ledger), words: 'failed' },
      ...(inFlightAtEnd === null ? [] : [{ count: inFlightAtEnd, words: 'in flight at the end' }]),
    ],
    isEquation: begunCount(ledger) !== null && accountedCount(ledger) !== null,
  };
}

/** Where every request ended, as an equation where both sides are known. */
export function ledgerText(ledger: Ledger): string {
  const { begun, ends, isEquation } = ledgerTerms(ledger);
  const [beginnings, endings] = [begun.map(termText), ends.map(termText)];
  if (!isEquation) return [...beginnings, ...endings].map(unbroken).join(', ');
  const [firstEnd, ...otherEnds] = endings;
  return [`${beginnings.join(' + ')} = ${firstEnd}`, ...otherEnds].map(unbroken).join(' + ');
}

const termText = ({ count, words }: LedgerTerm): string => `${countText(count)} ${words}`;
