import pc from 'picocolors';
import type { TrialRecord } from '../samples/trial-record.ts';
import { paragraph } from './paragraph.ts';
import { trialLines } from './trial-lines.ts';
import { loadSentence } from './trial-load-text.ts';

const WIDTH = 80;
const LABEL_WIDTH = 15;

export interface TrialTextOptions {
  color: boolean;
}

/** What `load` prints for one trial; fits 80 columns, but for a longer URL. */
export function trialText(trial: TrialRecord, { color }: TrialTextOptions): string {
  const colours = pc.createColors(color);
  const lines = [
    colours.bold(trial.load.url),
    ...paragraph(loadSentence(trial), WIDTH),
    '',
    ...trialLines(trial).flatMap(({ label, text, isCaution }) =>
      labelled(label, text).map(isCaution ? colours.yellow : String),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** One paragraph beside its label. */
const labelled = (label: string, text: string): string[] =>
  paragraph(text, WIDTH, { first: label.padEnd(LABEL_WIDTH), rest: ' '.repeat(LABEL_WIDTH) });
