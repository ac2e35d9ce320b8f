import type { LiveRun, LiveTrial } from '../../samples/live-run.ts';
import { conditionText, countText, rangeText } from '../figure-text.ts';

type Counters = NonNullable<LiveTrial['counters']>;

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** A time in no more than two units, as one reckons with it: `45s`, `2m 5s`, `1h 20m`; never nothing. */
export function roughTimeText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < MINUTE_S) return `${seconds}s`;
  if (seconds < HOUR_S) return twoUnits(seconds, [MINUTE_S, 'm'], [1, 's']);
  return twoUnits(Math.round(seconds / MINUTE_S) * MINUTE_S, [HOUR_S, 'h'], [MINUTE_S, 'm']);
}

type Unit = readonly [seconds: number, name: string];

function twoUnits(seconds: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${largeName}${rest === 0 ? '' : ` ${rest}${smallName}`}`;
}

/** `about 2m 5s left`, `10s to 25s left`; undefined where nothing tells. */
export function leftText(left: LiveRun['left']): string | undefined {
  if (left === null) return undefined;
  const { lowMs, highMs } = left;
  const text = rangeText({ least: lowMs, most: highMs }, roughTimeText);
  return text === roughTimeText(lowMs) ? `about ${text} left` : `${text} left`;
}

/** `200 completed (60 late)`, `100 in flight`, and what was lost, where something was. */
export function counterTexts({ completed, completedLate, timedOut, failed, inFlight }: Counters): string[] {
  const late = completedLate > 0 ? ` (${countText(completedLate)} late)` : '';
  return [
    `${countText(completed)} completed${late}`,
    `${countText(inFlight)} in flight`,
    ...(timedOut > 0 ? [`${countText(timedOut)} timed out`] : []),
    ...(failed > 0 ? [`${countText(failed)} failed`] : []),
  ];
}

/** What a trial that is loaded shows of its load. */
export function loadTexts({ elapsedMs, counters }: Pick<LiveTrial, 'elapsedMs' | 'counters'>): string[] {
  if (elapsedMs >= 0) return counters === null ? [] : counterTexts(counters);
  return ['warming up', ...(counters === null ? [] : [`${countText(counters.inFlight)} in flight`])];
}

/** `[3/8]`, or nothing where there is no telling how many there will be. */
export const placeText = ({ position }: Pick<LiveTrial, 'position'>, trials: number | null): string =>
  trials === null ? '' : `[${position}/${trials}] `;

/** What a trial is called, and why it is measured where that followed from the others. */
export function trialName(trial: LiveTrial, trials: number | null): string {
  const because = trial.because === null ? '' : `: ${trial.because}`;
  return `${placeText(trial, trials)}${conditionText(trial.condition)}${because}`;
}
