import type { LiveRun, LiveTrial } from '../../samples/live-run.ts';
import { liveShare } from '../../samples/live-share.ts';
import { leftText, loadTexts, trialName } from './live-text.ts';

/** A log hears of a load when a quarter of its window is over, but no more often than this, */
const NOTE_EVERY_AT_LEAST_MS = 10_000;
/** and no less: many a CI ends what says nothing. */
const NOTE_EVERY_AT_MOST_MS = 60_000;
const QUARTER = 0.25;

/** After how long in which nothing was said a log is told how far a run has come. */
export function noteEveryMs(durationsMs: readonly (number | null)[]): number {
  const quarter = Math.max(0, ...durationsMs.map((ms) => ms ?? 0)) * QUARTER;
  return Math.min(NOTE_EVERY_AT_MOST_MS, Math.max(NOTE_EVERY_AT_LEAST_MS, quarter));
}

/** How far a run has come in one plain line, for a log; undefined where nothing goes on. */
export function liveNote(run: LiveRun): string | undefined {
  const { live, trials, finished } = run;
  const [first, ...others] = live;
  if (first === undefined) return undefined;
  const left = leftText(run.left);
  const end = left === undefined ? [] : [left];
  if (others.length === 0) {
    return `${trialName(first, trials)}: ${[...stateTexts(first), ...end].join(', ')}`;
  }
  const loads = live.filter(({ state }) => state === 'loaded');
  const slowest = loads.length === 0 ? [] : [`the slowest at ${sharePercent(loads.map(liveShare))}`];
  const waiting = live.length - loads.length;
  return [
    `${finished} of ${trials} trials finished`,
    `${loads.length} at once`,
    ...slowest,
    ...(waiting > 0 ? [`${waiting} starting or ready`] : []),
    ...end,
  ].join(', ');
}

function stateTexts(trial: LiveTrial): string[] {
  switch (trial.state) {
    case 'starting':
      return ['starting the server'];
    case 'ready':
      return ['the server is up'];
    case 'loaded':
      return [sharePercent([liveShare(trial)]), ...loadTexts(trial)];
  }
}

const sharePercent = (shares: readonly number[]): string => `${Math.floor(Math.min(...shares) * 100)} %`;
