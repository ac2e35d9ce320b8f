/** The longest output of one run that is read, in characters; the tools print a few thousand. */
const LONGEST_BLOCK = 2 ** 16;
/** More runs than anybody keeps in one file. */
const BLOCKS_AT_MOST = 10_000;

/** The outputs of several runs in one text: each from its head to the next one's. */
export function textBlocks(text: string, head: RegExp): string[] {
  const starts: number[] = [];
  for (const { index } of text.matchAll(new RegExp(head, 'g'))) {
    starts.push(index);
    if (starts.length === BLOCKS_AT_MOST) break;
  }
  return starts.map((start, number) =>
    text.slice(start, Math.min(starts[number + 1] ?? text.length, start + LONGEST_BLOCK)),
  );
}
