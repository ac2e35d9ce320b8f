/** What somebody who reads no further should know of a run; each a sentence or two. */
export interface Answer {
  /** What the first of them answers, in a word or three. */
  readonly question: string;
  /** Which configuration is best; of a sweep, what its server can do. */
  readonly best: string;
  /** What limits it and the others. */
  readonly limit: string;
  /** What to change. */
  readonly change: string;
  /** How sure all that is. */
  readonly certainty: string;
}

/** The sentences with what each of them answers, in the order of a report. */
export const answerParts = ({
  question,
  best,
  limit,
  change,
  certainty,
}: Answer): (readonly [term: string, text: string])[] => [
  [question, best],
  ['What limits it', limit],
  ['What to change', change],
  ['How sure', certainty],
];
