import type { RunRecord } from '../samples/run-record.ts';
import { conditionText, countedNoun } from './figure-text.ts';

/** Why no more blocks were added, and which conditions were not waited for; each a sentence. */
export function untilSentences({
  until,
  plan,
}: Pick<RunRecord, 'until'> & { plan: Pick<RunRecord['plan'], 'replicates'> }): string[] {
  if (until === null) return [];
  const blocks = countedNoun(plan.replicates, 'block');
  const without = until.without.map(
    ({ condition, because }) => `No interval: ${conditionText(condition)}: ${because}.`,
  );
  switch (until.ended) {
    case 'reached':
      return [`After ${blocks} each interval is within ${askedText(until)}.`, ...without];
    case 'limit':
      return [
        `After ${blocks}, which is the most allowed, some interval is still wider than ${askedText(until)}.`,
        ...without,
      ];
    case 'noInterval':
      return [`Ended after ${blocks}: no condition has an interval to wait for.`, ...without];
    case null:
      return without;
  }
}

/** `±2 %`. */
export const askedText = ({ halfWidth }: { halfWidth: number }): string =>
  `±${Number((halfWidth * 100).toPrecision(4))} %`;
