import type { Condition } from '../../plan/plan.ts';
import type { PredictedFigures, Prediction } from '../../samples/prediction.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';

/** Trials with a figure outside what the model's replications and its allowance for overhead leave. */
export interface UnexplainedFact {
  readonly kind: 'unexplained';
  /** How many trials there was a prediction for. */
  readonly predicted: number;
  readonly cases: readonly UnexplainedTrial[];
}

export interface UnexplainedTrial {
  readonly condition: Condition;
  readonly replicate: number;
  readonly isReplicated: boolean;
  /** The figure that is furthest out, in parts of what was expected. */
  readonly figure: keyof PredictedFigures;
  readonly measured: number;
  readonly least: number;
  readonly most: number;
  readonly allowedOverheadMs: number;
  /** What the model says of it with the connections as they were spread; null where they were even. */
  readonly afterwards: {
    readonly connectionsByWorker: readonly number[];
    readonly least: number;
    readonly most: number;
    /** All figures of the trial are within that. */
    readonly explains: boolean;
  } | null;
}

/** A p99 is one request in a hundred, which a hiccup of the machine decides: it is predicted, and not held against a trial. */
const JUDGED = ['completed', 'steadyPerSecond', 'p50Ms', 'meanMs'] as const;
type Judged = (typeof JUDGED)[number];

/** Valid trials that the model cannot explain. */
export function unexplained({ run, trials }: StoredRun): UnexplainedFact[] {
  const predicted = predictedTrials(trials);
  const cases = unexplainedTrials(trials, { isReplicated: run.plan.replicates > 1 });
  return cases.length === 0 ? [] : [{ kind: 'unexplained', predicted: predicted.length, cases }];
}

/** Those that count and that something was expected of. */
export const predictedTrials = (trials: readonly TrialRecord[]): TrialRecord[] =>
  trials.filter(({ prediction, validity }) => prediction !== null && validity.valid);

export const unexplainedTrials = (
  trials: readonly TrialRecord[],
  { isReplicated }: Pick<UnexplainedTrial, 'isReplicated'>,
): UnexplainedTrial[] =>
  predictedTrials(trials).flatMap((trial) =>
    trial.prediction === null ? [] : unexplainedTrial(trial, trial.prediction, isReplicated),
  );

function unexplainedTrial(
  trial: TrialRecord,
  prediction: Prediction,
  isReplicated: boolean,
): UnexplainedTrial[] {
  const { expected, afterwards } = prediction;
  const [furthest] = JUDGED.map((figure) => ({ figure, by: outsideBy(trial, expected, figure) }))
    .filter(({ by }) => by > 0)
    .toSorted((one, other) => other.by - one.by);
  if (furthest === undefined) return [];
  const { figure } = furthest;
  const range = expected[figure];
  const measured = measuredFigure(trial, figure);
  if (range === null || measured === null) return [];
  const later = afterwards?.[figure] ?? null;
  return [
    {
      condition: trial.condition,
      replicate: trial.order.replicate,
      isReplicated,
      figure,
      measured,
      least: range.least,
      most: range.most,
      allowedOverheadMs: prediction.allowedOverheadMs,
      afterwards:
        afterwards === null || later === null
          ? null
          : {
              connectionsByWorker: afterwards.connectionsByWorker,
              least: later.least,
              most: later.most,
              explains: JUDGED.every((name) => outsideBy(trial, afterwards, name) === 0),
            },
    },
  ];
}

/** How far outside a figure is, in parts of the expected; 0 within, or where either is not known. */
function outsideBy(trial: TrialRecord, expected: PredictedFigures, figure: Judged): number {
  const range = expected[figure];
  const measured = measuredFigure(trial, figure);
  if (range === null || measured === null) return 0;
  const beyond = Math.max(0, measured - range.most, range.least - measured);
  return beyond === 0 ? 0 : beyond / Math.max(range.estimate, Number.MIN_VALUE);
}

/** A trial's own figure under the name that the prediction has for it. */
export function measuredFigure(trial: TrialRecord, figure: keyof PredictedFigures): number | null {
  const { ledger, throughput, responseTimeMs } = trial;
  switch (figure) {
    case 'completed':
      return ledger.completed;
    case 'steadyPerSecond':
      return throughput.steadyStatePerSecond;
    case 'p50Ms':
      return responseTimeMs.censored?.p50.estimate ?? null;
    case 'p99Ms':
      return responseTimeMs.censored?.p99.estimate ?? null;
    case 'meanMs':
      return responseTimeMs.observed.mean;
  }
}
