import type { Goal, GoalOutcome, Reached } from '../queueing/prediction/goal.ts';
import { countedNoun, rateText, timeText } from './figure-text.ts';

const NAMES: Readonly<Record<Goal['figure'], string>> = {
  p50Ms: 'p50',
  p99Ms: 'p99',
  meanMs: 'mean',
  steadyPerSecond: 'throughput',
};

/** `p99 < 2s`. */
export function goalText({ figure, value }: Goal): string {
  return `${NAMES[figure]} ${figure === 'steadyPerSecond' ? '>' : '<'} ${valueText(figure, value)}`;
}

/** What reaches a goal, in plain words. */
export function goalSentence(goal: Goal, outcome: GoalOutcome): string {
  const text = (value: number | null): string => (value === null ? 'unknown' : valueText(goal.figure, value));
  switch (outcome.state) {
    case 'reached':
      return `reached as it is, with ${text(outcome.now)}.`;
    case 'beyond':
      return `now ${text(outcome.now)}; no number of workers or slots reaches it, since with a slot for every request it is ${text(outcome.best)}.`;
    case 'reachable':
      return outcome.by.length === 0
        ? `now ${text(outcome.now)}; not reached with as many workers as were tried.`
        : `now ${text(outcome.now)}; reached with ${outcome.by.map((one) => reachedText(goal, one)).join(', or with ')}.`;
  }
}

function reachedText({ figure: name }: Goal, { lever, count, figure }: Reached): string {
  const what = lever === 'workers' ? countedNoun(count, 'worker') : `${countedNoun(count, 'slot')} a worker`;
  return `${what} (${valueText(name, figure)})`;
}

const valueText = (figure: Goal['figure'], value: number): string =>
  figure === 'steadyPerSecond' ? rateText(value) : timeText(value);
