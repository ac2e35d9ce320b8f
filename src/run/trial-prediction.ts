import { policyOf } from '../load/generators/run-outside-generator.ts';
import type { ScheduledTrial } from '../plan/trial-schedule.ts';
import { modelledTrial } from '../queueing/prediction/modelled-trial.ts';
import { predictAfterwards, predictTrial } from '../queueing/prediction/predict-trial.ts';
import type { SimulationModel } from '../queueing/simulator/simulation-model.ts';
import type { Prediction } from '../samples/prediction.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { isUnevenlySpread, workerConnections } from '../samples/worker-connections.ts';
import type { TrialOptions } from './trial-options.ts';

type PredictionOptions = Pick<TrialOptions, 'plan' | 'timeScale' | 'generator'>;

/** What is expected of a trial; null where too little is known of its server, or it would take too long to tell. */
export function predictionOf(trial: ScheduledTrial, options: PredictionOptions): Prediction | null {
  const model = modelOf(trial, options);
  return model === undefined ? null : neverFailing(() => predictTrial(model, trial.position));
}

/** The prediction with what follows from the connections that each worker turned out to have, where they were uneven. */
export function predictionAfterwards(
  prediction: Prediction,
  seen: Pick<TrialRecord, 'observation'>,
  trial: ScheduledTrial,
  options: PredictionOptions,
): Prediction {
  const connections = workerConnections(seen)?.map(Math.round);
  if (connections === undefined || !isUnevenlySpread(connections)) return prediction;
  const model = modelOf(trial, options);
  if (model?.server.workers !== connections.length) return prediction;
  return neverFailing(() => predictAfterwards(model, trial.position, prediction, connections)) ?? prediction;
}

/** Undefined where too little is known of the server. */
function modelOf(
  { condition }: ScheduledTrial,
  { plan, timeScale, generator = 'loadstone' }: PredictionOptions,
): SimulationModel | undefined {
  const modelled = modelledTrial(plan, condition, timeScale);
  if (modelled.state === 'unknown') return undefined;
  const { model } = modelled;
  if (generator === 'loadstone') return model;
  return { ...model, load: { ...model.load, timeoutPolicy: policyOf(generator) } };
}

/** A trial is measured whether it could be predicted or not: a model without a meaning is no reason to stop. */
function neverFailing(predict: () => Prediction | null): Prediction | null {
  try {
    return predict();
  } catch {
    return null;
  }
}
