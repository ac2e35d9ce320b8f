/** Differences up to this size, in percent, are called nothing. */
export const NOTHING_PERCENT = 5;

/** By how much a value differs from another, in percent of that other, with its sign. */
export function differencePercent(value: number, reference: number): number {
  return (value / reference - 1) * 100;
}

export function isWithinThreshold(value: number, reference: number): boolean {
  return Math.abs(differencePercent(value, reference)) <= NOTHING_PERCENT;
}
