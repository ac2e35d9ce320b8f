import type { Check, CheckFigure, Unit } from '../audit/check.ts';
import { countedNoun, countText, figureText, rateText, timeText } from './figure-text.ts';
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

function valueText(value: number, unit: Unit): string {
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
      return countedNoun(value, 'connection');
    case 'virtualUsers':
      return countedNoun(value, 'virtual user');
    case 'requests':
      return countText(value);
  }
}

/** A share of 1, such as `39.9 %`. */
export const shareText = (share: number): string =>
  unbroken(share > 0 && share < 0.0005 ? 'under 0.1 %' : `${(share * 100).toFixed(1)} %`);

/** A figure to as many digits as it takes to tell it from one that is nearly the same. */
export function preciseFigure(check: Check, name: string): string {
  const found = findFigure(check, name);
  if (found === undefined) return '?';
  const text = figureWords(found);
  const number = found.unit === 'share' ? found.value * 100 : found.value;
  const digits = Number(number.toPrecision(7)).toString();
  // A time is set in a unit of its own, which may hide digits too: it is given in ms.
  return found.unit === 'ms' ? unbroken(`${digits} ms`) : text.replace(/^[\d.,]+/, digits);
}
