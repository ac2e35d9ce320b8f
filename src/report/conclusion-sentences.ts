import {
  factorEffectSentence,
  factorVerdictSentence,
  interactionSentence,
  moreInteractionsSentence,
} from './effect-sentences.ts';
import type { Fact } from './facts/fact.ts';
import { lateLeftOutSentence, nearTimeoutSentence } from './late-sentences.ts';
import { limitStepsSentence, offeredLoadSentence } from './limit-sentences.ts';
import {
  errorResponsesSentence,
  invalidLeftOutSentence,
  nothingCompletedSentence,
  publishedCountsSentence,
} from './outcome-sentences.ts';
import { unexplainedSentence } from './prediction-sentences.ts';
import { windowGapSentence } from './window-gap-sentence.ts';

/** Puts a fact in words, with its figures. */
export function conclusionSentence(fact: Fact): string {
  switch (fact.kind) {
    case 'nothingCompleted':
      return nothingCompletedSentence(fact);
    case 'invalidLeftOut':
      return invalidLeftOutSentence(fact);
    case 'errorResponses':
      return errorResponsesSentence(fact);
    case 'publishedCounts':
      return publishedCountsSentence(fact);
    case 'offeredLoad':
      return offeredLoadSentence(fact);
    case 'limitSteps':
      return limitStepsSentence(fact);
    case 'factorEffect':
      return factorEffectSentence(fact);
    case 'factorVerdict':
      return factorVerdictSentence(fact);
    case 'interaction':
      return interactionSentence(fact);
    case 'moreInteractions':
      return moreInteractionsSentence(fact);
    case 'windowGap':
      return windowGapSentence(fact);
    case 'nearTimeout':
      return nearTimeoutSentence(fact);
    case 'lateLeftOut':
      return lateLeftOutSentence(fact);
    case 'unexplained':
      return unexplainedSentence(fact);
  }
}
