import type { Effect, Interaction } from '../../samples/effect.ts';
import type { Effects } from '../../statistics/effects.ts';
import { SIGNIFICANCE } from '../../statistics/verdict.ts';
import { hasEffectIntervals } from '../inference.ts';
import type { FactorEffectFact } from './factor-effects.ts';

/** What the trials say, with intervals, that a factor did to the steady throughput. */
export interface FactorVerdictFact {
  readonly kind: 'factorVerdict';
  readonly factor: string;
  readonly margin: number;
  /** Of each level and endpoint that has an interval. */
  readonly effects: readonly Effect[];
}

/** Factors whose effects depend on each other, certainly and by more than the margin. */
export interface InteractionFact {
  readonly kind: 'interaction';
  readonly interaction: Interaction;
}

/** How many more such interactions there are than are spoken of. */
export interface MoreInteractionsFact {
  readonly kind: 'moreInteractions';
  readonly count: number;
}

/** Interactions beyond these are counted, not spelt out. */
const SPELT_OUT = 5;

type EffectFact = FactorEffectFact | FactorVerdictFact | InteractionFact | MoreInteractionsFact;

/**
 * What trials say of the factors' effects with intervals, where there are any; else what the medians say.
 * @param byMedians of each factor that is to be spoken of
 */
export function effectFacts(inference: Effects, byMedians: readonly FactorEffectFact[]): EffectFact[] {
  if (!hasEffectIntervals(inference)) return [...byMedians];
  const steady = inference.effects.filter(({ metric }) => metric === 'steadyStatePerSecond');
  const verdicts = byMedians.flatMap(({ factor }): FactorVerdictFact[] => {
    const effects = steady.filter((effect) => effect.factor === factor && effect.ratio.low !== null);
    const [first] = effects;
    return first === undefined ? [] : [{ kind: 'factorVerdict', factor, margin: first.margin, effects }];
  });
  return [...verdicts, ...interactionFacts(inference)];
}

/**
 * Those that are certain and beyond the margin, the largest first: of the throughput, or of the response time where that is
 * not known.
 */
function interactionFacts({ effects, interactions }: Effects): (InteractionFact | MoreInteractionsFact)[] {
  const isSteadyKnown = effects.some(({ metric }) => metric === 'steadyStatePerSecond');
  const shown = isSteadyKnown ? 'steadyStatePerSecond' : 'responseTimeMeanMs';
  const certain = interactions
    .filter((interaction) => interaction.metric === shown && matters(interaction))
    .toSorted((one, other) => distanceOf(other) - distanceOf(one));
  const count = certain.length - SPELT_OUT;
  return [
    ...certain
      .slice(0, SPELT_OUT)
      .map((interaction): InteractionFact => ({ kind: 'interaction', interaction })),
    ...(count > 0 ? [{ kind: 'moreInteractions' as const, count }] : []),
  ];
}

function matters(interaction: Interaction): boolean {
  return (interaction.pValue ?? 1) < SIGNIFICANCE && distanceOf(interaction) > Math.log1p(interaction.margin);
}

const distanceOf = ({ ratio }: Interaction): number => Math.abs(Math.log(ratio.estimate ?? 1));
