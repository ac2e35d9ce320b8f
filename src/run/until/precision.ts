import type { Condition } from '../../plan/plan.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import {
  conditionPrecision,
  figuresOf,
  type ConditionPrecision,
  type TrialFigures,
} from './condition-precision.ts';

/** How exactly the conditions of a run are known, as its trials come in. */
export class Precision {
  readonly #trials: ReadonlyMap<Condition, TrialFigures[]>;

  constructor(conditions: readonly Condition[]) {
    this.#trials = new Map(conditions.map((condition) => [condition, []]));
  }

  /** @param condition one of those it was made with */
  add(condition: Condition, trial: TrialRecord): void {
    this.#trials.get(condition)?.push(figuresOf(trial));
  }

  get all(): ConditionPrecision[] {
    return Array.from(this.#trials, ([condition, trials]) => conditionPrecision(condition, trials));
  }

  /** Conditions without a trial that counts, and why there is none. */
  get without(): { condition: Condition; because: string }[] {
    return this.all.flatMap((precision) =>
      precision.state === 'none' ? [{ condition: precision.condition, because: precision.because }] : [],
    );
  }
}
