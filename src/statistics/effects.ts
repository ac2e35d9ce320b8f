import { conditionKey } from '../samples/condition-key.ts';
import { metricField, type Effect, type Interaction, type Metric } from '../samples/effect.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import type { BlockTrial } from './block-model.ts';
import { contrastEstimator } from './contrast-estimator.ts';
import { factorialContrasts, type FactorialContrast, type Level } from './factorial-contrasts.ts';
import { holmAdjusted } from './holm.ts';
import { differencePValue, equivalencePValue, ratioOf, type LogContrast } from './log-contrast.ts';
import { logOf } from './log-moments.ts';
import { metricOfEach } from './trial-metric.ts';
import { verdictOf } from './verdict.ts';

/** The factor within each of whose levels the effects of the others are said. */
const ENDPOINT = 'endpoint';

/** What each factor of a run does, and how far that depends on the others, in each metric. */
export interface Effects {
  readonly effects: Effect[];
  readonly interactions: Interaction[];
}

/**
 * Estimates all effects and interactions of a run from its valid trials, and judges them by the run's margin. What a condition without a trial is needed for
 * is left out.
 */
export function effectsOf(stored: StoredRun): Effects {
  const { margin } = stored.run;
  const valid = stored.trials.filter(({ validity }) => validity.valid);
  const questions = questionsOf(stored, valid);
  const judged = metricField.options.flatMap((metric) => judgedBy(metric, valid, questions, margin));
  return {
    effects: judged.flatMap(({ changes, ...ratio }) => {
      const [change] = changes;
      return changes.length === 1 && change !== undefined ? [{ ...change, ...ratio }] : [];
    }),
    interactions: judged.flatMap(({ changes, ...ratio }) =>
      changes.length > 1 ? [{ factors: [...changes], ...ratio }] : [],
    ),
  };
}

interface Question extends FactorialContrast {
  readonly endpoint: Level | null;
}

type Judged = Pick<FactorialContrast, 'changes'> & Omit<Interaction, 'factors'>;

/** Of all factors but the endpoint it is asked within each endpoint; of the endpoint, over all else. */
function questionsOf({ run }: StoredRun, valid: readonly TrialRecord[]): Question[] {
  const { conditions } = run.plan;
  const endpoints = new Set(conditions.flatMap((condition) => condition[ENDPOINT] ?? []));
  if (endpoints.size === 0) {
    const endpoint = pathOf(valid);
    return factorialContrasts(conditions).map((contrast) => ({ ...contrast, endpoint }));
  }
  const within = [...endpoints].flatMap((endpoint) =>
    factorialContrasts(conditions.filter((condition) => condition[ENDPOINT] === endpoint)).map(
      (contrast) => ({ ...contrast, endpoint }),
    ),
  );
  const between = factorialContrasts(conditions)
    .filter(({ changes }) => changes.some(({ factor }) => factor === ENDPOINT))
    .map((contrast) => ({ ...contrast, endpoint: null }));
  return [...within, ...between];
}

/** The path that all trials request; null where they request several. */
function pathOf(trials: readonly TrialRecord[]): string | null {
  const [path = null, ...others] = new Set(trials.map(({ load }) => new URL(load.url).pathname));
  return others.length > 0 ? null : path;
}

function judgedBy(
  metric: Metric,
  valid: readonly TrialRecord[],
  questions: readonly Question[],
  margin: number,
): Judged[] {
  const contrastOf = contrastEstimator(blockTrials(metric, valid));
  const answered = questions.flatMap(({ weights, ...question }) => {
    const contrast = contrastOf(weights);
    return contrast === undefined ? [] : [{ ...question, contrast }];
  });
  const adjusted = adjustedPValues(answered.map(({ contrast }) => contrast));
  return answered.map(({ changes, endpoint, contrast }, place) => {
    const evidence = {
      pValue: adjusted[place] ?? null,
      equivalencePValue: equivalencePValue(contrast, margin),
    };
    const verdict = verdictOf({ metric, ratio: Math.exp(contrast.estimate), ...evidence });
    return { changes, metric, endpoint, ratio: ratioOf(contrast), ...evidence, margin, verdict };
  });
}

/** Of the conditions all of whose trials say it. */
function blockTrials(metric: Metric, trials: readonly TrialRecord[]): BlockTrial[] {
  const byCell = Map.groupBy(trials, ({ condition }) => conditionKey(condition));
  return [...byCell].flatMap(([cell, own]) => {
    const values = metricOfEach(own, metric) ?? [];
    return values.map((value, place) => ({
      cell,
      block: own[place]?.order.block ?? 0,
      log: logOf(value),
    }));
  });
}

/**
 * Corrected over all that one metric was asked. Not over the metrics: they are not further chances for a false alarm but
 * the same trials seen again. In a closed loop the throughput follows from the mean response time.
 */
function adjustedPValues(contrasts: readonly LogContrast[]): (number | null)[] {
  const raw = contrasts.map(differencePValue);
  const adjusted = holmAdjusted(raw.filter((p) => p !== null));
  return raw.map((p) => (p === null ? null : (adjusted.shift() ?? null)));
}
