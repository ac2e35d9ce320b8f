import type { Diagnosis, Remedy } from '../samples/diagnosis.ts';
import { countText, rangeOf, rangeText, rateText } from './figure-text.ts';
import type { LimitGroup } from './limit-groups.ts';

const MOST_REMEDIES = 2;

/**
 * What would lift the limits of the server, and how to see what the fastest could do.
 * @param asked the fastest, where they do all that the load asks for; else none
 */
export function changeSentences(groups: readonly LimitGroup[], asked: readonly Diagnosis[]): string {
  const remedies = groups.flatMap(({ where, remedy }) =>
    remedy === null ? [] : [`For ${where}: ${remedy}.`],
  );
  const isAllLoad = groups.length > 0 && groups.every(({ ceiling }) => ceiling === 'offeredLoad');
  const sentences = [
    ...remedies.slice(0, MOST_REMEDIES),
    ...(remedies.length === 0 && isAllLoad
      ? ['Nothing on the server: it keeps up with all that it is asked.']
      : []),
    ...moreLoadSentence(asked),
  ];
  return sentences.length === 0
    ? 'These figures name no change that would help; the findings say what is known.'
    : sentences.join(' ');
}

/** With so much that those with the most room are kept busy. */
function moreLoadSentence(asked: readonly Diagnosis[]): string[] {
  const loads = asked.flatMap(({ findings: [ceiling], condition }) => {
    const remedy = ceiling?.remedies.find(({ action }) => action === 'moreConnections');
    return ceiling === undefined || remedy === undefined
      ? []
      : [
          {
            remedy,
            isClosed: ceiling.evidence.some(({ figure }) => figure === 'connections'),
            isVaried: Object.hasOwn(condition, 'connections'),
          },
        ];
  });
  const [first] = loads;
  if (first === undefined || loads.some(({ isClosed }) => isClosed !== first.isClosed)) return [];
  const known = (of: (remedy: Remedy) => number | null): number[] =>
    loads.flatMap(({ remedy }) => of(remedy) ?? []);
  const [from, to] = [known((remedy) => remedy.from), Math.max(...known((remedy) => remedy.to))];
  if (from.length === 0 || !Number.isFinite(to)) return [];
  const text = first.isClosed ? (count: number) => countText(Math.round(count)) : rateText;
  const noun = first.isClosed ? ' connections' : ' arrivals';
  const flag = first.isClosed && !first.isVaried ? ` (-c ${Math.round(to)})` : '';
  const aim = asked.length > 1 ? 'To see which of the fastest can do more' : 'To see what more it can do';
  return [`${aim}, ask for more: ${text(to)}${noun} in place of ${rangeText(rangeOf(from), text)}${flag}.`];
}
