import { formatDuration, type Milliseconds } from '../units.ts';
import { conditionsOf } from './conditions.ts';
import { formatHold, type Hold } from './hold.ts';
import type { Plan } from './plan.ts';
import { isToldItsHold } from './started-command.ts';
import { trialSettings } from './trial-settings.ts';

/** A difference below this share of a hold is none: durations are written in round figures. */
const WHOLE = 1e-6;

/** What a reader of the results should know of the plan before it runs; each a sentence. */
export function planWarnings(plan: Plan, timeScale: number): string[] {
  const warnings = new Set<string>(timeScale === 1 ? [] : unscaledWarnings(plan));
  for (const condition of conditionsOf(plan.factors)) {
    const { target, load } = trialSettings(plan, condition, timeScale);
    const { hold } = target;
    if (hold === undefined) continue;
    if (isWholeNumberOfHolds(load.timeout, hold))
      warnings.add(
        `The time-out (${formatDuration(load.timeout)}) is a whole number of holds (${formatHold(hold)}): whether a response that waited that long is late is decided by milliseconds.`,
      );
    if (isWholeNumberOfHolds(load.duration, hold))
      warnings.add(
        `The duration (${formatDuration(load.duration)}) is a whole number of holds (${formatHold(hold)}): whether the last batch counts is decided by milliseconds.`,
      );
  }
  return [...warnings];
}

/** The time scale shortens the load; a server has to be told. */
function unscaledWarnings({ targets }: Plan): string[] {
  return Object.entries(targets)
    .filter(([, target]) => target.kind === 'url' || (target.kind === 'command' && !isToldItsHold(target)))
    .map(([name]) => {
      const subject = name === '' ? 'the server' : `the server of "${name}"`;
      return `The time scale shortens the load and not what ${subject} does: it is not told how long to hold.`;
    });
}

/** Holds that are drawn from a distribution do not end together. */
function isWholeNumberOfHolds(duration: Milliseconds, hold: Hold): boolean {
  if (hold.kind !== 'constant' || hold.duration === 0) return false;
  const holds = duration / hold.duration;
  return Math.round(holds) >= 1 && Math.abs(holds - Math.round(holds)) < WHOLE;
}
