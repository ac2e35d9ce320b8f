import { conditionText, countedNoun, percentText } from '../report/figure-text.ts';
import type { RunRecord } from '../samples/run-record.ts';
import type { Awaited } from '../run/until/next-block.ts';

type Until = NonNullable<RunRecord['until']>;

/** `block 4: widest interval ±3.1 % (workers 4, endpoint /sync), until ±2 %`. */
export function awaitedText(
  block: number,
  { condition, halfWidth }: Awaited,
  until: Pick<Until, 'halfWidth'>,
): string {
  const widest =
    halfWidth === null
      ? `no interval yet (${conditionText(condition)})`
      : `widest interval ±${percentText(halfWidth * 100)} (${conditionText(condition)})`;
  return `block ${block}: ${widest}, until ${askedText(until)}`;
}

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

const askedText = ({ halfWidth }: Pick<Until, 'halfWidth'>): string =>
  `±${Number((halfWidth * 100).toPrecision(4))} %`;
