import pc from 'picocolors';
import type { LiveRun, LiveTrial } from '../../samples/live-run.ts';
import { liveShare } from '../../samples/live-share.ts';
import { conditionText, countText, listText } from '../figure-text.ts';
import { fittedLine, type Piece } from './fitted-line.ts';
import { leftText, placeText, trialName } from './live-text.ts';
import { barPieces, loadLines, type Look } from './load-lines.ts';
import { joined, sparkline } from './sparkline.ts';

/** So many trials have a line each; of the others it is said how many there are. */
const LINES_AT_MOST = 4;
const BAR_CELLS = 10;
/** The completions of one of several trials, and from so many columns on. */
const SPARK_CELLS = 15;
const SPARK_FROM = 70;

/**
 * What a terminal shows of a run that goes on: of one load how it goes, of several a line each. No line takes more columns
 * than there are.
 */
export function liveLines(run: LiveRun, look: Look): string[] {
  const loads = run.live.filter(({ state }) => state === 'loaded');
  const [first, ...others] = loads;
  if (first === undefined) return startingLines(run, look);
  const left = runLeftTexts(run);
  const company = companyTexts(run, others.length === 0 ? 1 : LINES_AT_MOST);
  const line = (texts: readonly string[]): string[] =>
    texts.length === 0 ? [] : [fittedLine([{ text: `  ${texts.join('; ')}` }], look.width)];
  if (others.length === 0)
    return [titleLine(first, run, look), ...loadLines(first, left, look), ...line(company)];
  return [
    ...loads.slice(0, LINES_AT_MOST).map((trial) => lineOfOne(trial, run, look)),
    ...line([...company, ...(left.length === 0 ? [] : [left.join(' ')])]),
  ];
}

/** What is left, and of what: the second can be left out. */
function runLeftTexts({ left, trials }: LiveRun): string[] {
  const text = leftText(left);
  return text === undefined
    ? []
    : [text, ...(trials === null ? [] : [`for all ${countText(trials)} trials`])];
}

function titleLine(trial: LiveTrial, { trials }: LiveRun, { width, color }: Look): string {
  return fittedLine([{ text: trialName(trial, trials), paint: pc.createColors(color).bold }], width);
}

function startingLines(run: LiveRun, look: Look): string[] {
  if (run.live.length === 0) return [];
  const starting = run.live.find(({ state }) => state === 'starting');
  const up = run.live.length - (starting === undefined ? 0 : 1);
  const [first] = run.live;
  // A sweep's server is up before its first trial.
  if (starting === undefined)
    return up === 1 && first !== undefined
      ? [titleLine(first, run, look)]
      : [fittedLine([{ text: `servers up: ${up}` }], look.width)];
  const others = up === 0 ? '' : `; ${up} more ${up === 1 ? 'is' : 'are'} up`;
  const text = `  starting the server, all its workers and threads …${others}`;
  return [titleLine(starting, run, look), fittedLine([{ text }], look.width)];
}

/** The figures first: what the trial is may be cut. */
function lineOfOne(trial: LiveTrial, { trials }: LiveRun, { width, color }: Look): string {
  const place = placeText(trial, trials).padEnd(`[${trials}/${trials}] `.length);
  return fittedLine(
    [
      { text: place, paint: pc.createColors(color).bold },
      ...barPieces(liveShare(trial), BAR_CELLS, color),
      ...(width < SPARK_FROM ? [] : sparkPieces(trial, color)),
      { text: `  ${conditionText(trial.condition)}` },
    ],
    width,
  );
}

function sparkPieces({ durationMs, series }: LiveTrial, color: boolean): Piece[] {
  const whole = durationMs === null ? 0 : Math.floor(durationMs / series.intervalMs);
  const drawn = sparkline(joined(series.completed, whole, SPARK_CELLS).counts);
  return [{ text: `  ${drawn.padEnd(SPARK_CELLS)}`, paint: pc.createColors(color).cyan }];
}

/** `and 3 more, 2 ready and 1 starting`, beside those that are shown; none where there are no others. */
function companyTexts({ live }: LiveRun, shown: number): string[] {
  const count = (state: LiveTrial['state']): number => live.filter((trial) => trial.state === state).length;
  const kinds: readonly [count: number, what: string][] = [
    [count('loaded') - shown, 'more'],
    [count('ready'), 'ready'],
    [count('starting'), 'starting'],
  ];
  const others = kinds.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return others.length === 0 ? [] : [`and ${listText(others)}`];
}
