/** Splits a whole number into parts that differ by one at most, the larger first. */
export function splitEvenly(total: number, parts: number): number[] {
  const smaller = Math.floor(total / parts);
  const larger = total % parts;
  return Array.from({ length: parts }, (_, part) => smaller + (part < larger ? 1 : 0));
}
