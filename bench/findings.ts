import type { Verdict } from './verdict.ts';

/** What a part of a bench has measured. */
export interface Findings {
  /** Markdown. */
  text: string;
  verdicts: Verdict[];
}
