import type { Check, CheckFigure } from '../audit/check.ts';
import { countText, figureText, rateText, timeText } from './figure-text.ts';
import { unbroken } from './paragraph.ts';

/** Words of one of a check's figures, by its name. */
export function figureOf(check: Check, name: string): string {
  const found = findFigure(check, name);
  return found === undefined ? '?' : figureWords(found);
}

export const findFigure = (check: Check, name: string): CheckFigure | undefined =>
  check.figures.find((figure) => figure.name === name);

export const valueOf = (check: Check, name: string): number => findFigure(check, name)?.value ?? 0;

export const figureWords = ({ value, unit }: CheckFigure): string => valueText(value, unit);

function valueText(value: number, unit: CheckFigure['unit']): string {
  switch (unit) {
    case 'ms':
      return timeText(value);
    case 'perSecond':
      return rateText(value);
    case 'share':
      return shareText(value);
    case 'bytes':
      return unbroken(`${figureText(value)} B`);
    case 'bytesPerSecond':
      return unbroken(`${figureText(value)} B/s`);
    case 'connections':
      return `${countText(value)} connection${value === 1 ? '' : 's'}`;
    case 'requests':
      return countText(value);
  }
}

/** A share of 1, such as `39.9 %`. */
export const shareText = (share: number): string => unbroken(`${(share * 100).toFixed(1)} %`);

/** `8.30/s to 8.37/s`: what the digits of the figures leave open. */
export function rangeOfFigure(check: Check, name: string): string {
  const found = findFigure(check, name);
  if (found === undefined) return '?';
  const { least, most, unit } = found;
  return most === null
    ? `${valueText(least, unit)} or more`
    : `${valueText(least, unit)} to ${valueText(most, unit)}`;
}
