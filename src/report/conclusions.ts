import type { StoredRun } from '../samples/run-record.ts';
import { effectsOf, type Effects } from '../statistics/effects.ts';
import { effectFacts } from './facts/effect-facts.ts';
import { errorResponses } from './facts/error-responses.ts';
import { factorEffects } from './facts/factor-effects.ts';
import type { Fact } from './facts/fact.ts';
import { lateLeftOut } from './facts/late-responses.ts';
import { limitFacts } from './facts/limits.ts';
import { measuredConditions } from './facts/measured-condition.ts';
import { invalidLeftOut, nothingCompleted, publishedCounts } from './facts/outcomes.ts';
import { nearTimeout } from './facts/near-timeout.ts';
import { unexplained } from './facts/unexplained.ts';
import { windowGaps } from './facts/window-gaps.ts';

/** What follows from a run, as data; a fact that the figures do not bear out is not among them. */
export function conclusions(stored: StoredRun, effects: Effects = effectsOf(stored)): Fact[] {
  const measured = measuredConditions(stored);
  return [
    ...nothingCompleted(stored),
    ...errorResponses(stored),
    ...invalidLeftOut(stored),
    ...publishedCounts(stored.run, measured),
    ...limitFacts(measured),
    ...unexplained(stored),
    ...effectFacts(effects, factorEffects(measured)),
    ...windowGaps(measured),
    ...nearTimeout(measured),
    ...lateLeftOut(stored.run, measured),
  ];
}
