import type { FactorVerdictFact, InteractionFact, MoreInteractionsFact } from './effect-facts.ts';
import type { ErrorResponsesFact } from './error-responses.ts';
import type { FactorEffectFact } from './factor-effects.ts';
import type { LateLeftOutFact } from './late-responses.ts';
import type { LimitStepsFact, OfferedLoadFact } from './limit-fact.ts';
import type { NearTimeoutFact } from './near-timeout.ts';
import type { InvalidLeftOutFact, NothingCompletedFact, PublishedCountsFact } from './outcomes.ts';
import type { UnexplainedFact } from './unexplained.ts';
import type { WindowGapFact } from './window-gaps.ts';

/** Something that follows from a run's figures, with those figures. */
export type Fact =
  | NothingCompletedFact
  | InvalidLeftOutFact
  | ErrorResponsesFact
  | PublishedCountsFact
  | OfferedLoadFact
  | LimitStepsFact
  | FactorEffectFact
  | FactorVerdictFact
  | InteractionFact
  | MoreInteractionsFact
  | WindowGapFact
  | NearTimeoutFact
  | LateLeftOutFact
  | UnexplainedFact;
