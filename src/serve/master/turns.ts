/**
 * Who gets the next connection: the place after `last`, in turn, whose worker is ready. Taken strictly in
 * turn, the connections dealt to workers that are always ready differ by one at most.
 * @param ready by place; undefined where no worker is ready
 * @param last the place that had its turn, -1 before the first
 * @returns undefined when no worker is ready
 */
export function nextInTurn(ready: readonly unknown[], last: number): number | undefined {
  for (let step = 1; step <= ready.length; step += 1) {
    const place = (last + step) % ready.length;
    if (ready[place] !== undefined) return place;
  }
  return undefined;
}
