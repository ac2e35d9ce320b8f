import { conditionText, percentText } from '../report/figure-text.ts';
import { askedText } from '../report/until-sentences.ts';
import type { Awaited } from '../run/until/next-block.ts';

/** `block 4: widest interval ±3.1 % (workers 4, endpoint /sync), until ±2 %`. */
export function awaitedText(
  block: number,
  { condition, halfWidth }: Awaited,
  until: { halfWidth: number },
): string {
  const widest =
    halfWidth === null
      ? `no interval yet (${conditionText(condition)})`
      : `widest interval ±${percentText(halfWidth * 100)} (${conditionText(condition)})`;
  return `block ${block}: ${widest}, until ${askedText(until)}`;
}
