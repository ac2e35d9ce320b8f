import { rangeOf } from '../figure-text.ts';
import { differencePercent } from '../../diagnosis/threshold.ts';
import type { ClosedLoopLaw } from '../../diagnosis/closed-loop-law.ts';
import type { LimitStep, LimitStepsFact, OfferedLoadFact } from './limit-fact.ts';
import { workerClassesOf, type MeasuredCondition } from './measured-condition.ts';

/** A condition that a law speaks of. */
export type LawfulCondition = MeasuredCondition & { readonly law: ClosedLoopLaw };

type LimitFact = OfferedLoadFact | LimitStepsFact;

/** Factors that change what the server can do, and not what is asked of it. */
const CAPACITY_FACTORS = ['workers', 'threads', 'poolSize'];

/** For each endpoint, what limits its throughput under each worker class; under all that the load limits, once. */
export function limitFacts(conditions: readonly MeasuredCondition[]): LimitFact[] {
  const isOneOfSeveralClasses = workerClassesOf(conditions).length > 1;
  const endpoints = Map.groupBy(conditions.filter(isLawful), ({ endpoint }) => endpoint);
  return [...endpoints].flatMap(([endpoint, ofEndpoint]): LimitFact[] => {
    const classes = [...Map.groupBy(ofEndpoint, ({ law }) => law.workerClass).values()]
      .map((own) => own.filter(({ limitedBy }) => limitedBy !== 'unknown'))
      .filter((known) => known.length > 0);
    const [atLoad, others] = [true, false].map((isAtLoad) =>
      classes.filter((known) => isAtLoad === known.every(({ limitedBy }) => limitedBy === 'offeredLoad')),
    ) as [LawfulCondition[][], LawfulCondition[][]];
    return [
      ...(atLoad.length > 0 ? [offeredLoadFact(endpoint, atLoad.flat(), isOneOfSeveralClasses)] : []),
      ...others.map((known) => limitStepsFact(endpoint, known, isOneOfSeveralClasses)),
    ];
  });
}

const isLawful = (condition: MeasuredCondition): condition is LawfulCondition => condition.law !== null;

function offeredLoadFact(
  endpoint: string,
  conditions: readonly LawfulCondition[],
  isOneOfSeveralClasses: boolean,
): OfferedLoadFact {
  const differences = conditions.map(({ figures, law }) =>
    Math.abs(differencePercent(figures.steadyPerSecond ?? 0, law.loadLimitPerSecond)),
  );
  return {
    kind: 'offeredLoad',
    endpoint,
    workerClasses: isOneOfSeveralClasses ? workerClassesOf(conditions) : [],
    connections: rangeOf(conditions.map(({ connections }) => connections)),
    holdMs: rangeOf(conditions.map(({ law }) => law.holdMs)),
    isHoldDrawn: conditions.some(({ law }) => law.hold.kind !== 'constant'),
    limitPerSecond: rangeOf(conditions.map(({ law }) => law.loadLimitPerSecond)),
    largestDifferencePercent: Math.max(...differences),
    seenInBatches: seenInBatches(conditions),
    conditions: conditions.length,
    variedCapacity: CAPACITY_FACTORS.filter(
      (factor) => new Set(conditions.map(({ condition }) => condition[factor])).size > 1,
    ),
  };
}

/** The conditions are of one worker class. */
function limitStepsFact(
  endpoint: string,
  conditions: readonly LawfulCondition[],
  isOneOfSeveralClasses: boolean,
): LimitStepsFact {
  const workerClass = conditions[0]?.law.workerClass ?? 'pool';
  const alike = Map.groupBy(conditions, ({ law, connections, limitedBy, instead }) =>
    JSON.stringify([law.workers, law.slots, law.heldAtOnce, connections, law.hold, limitedBy, instead]),
  );
  const steps = [...alike.values()]
    .flatMap(limitStep)
    .toSorted(
      (one, other) =>
        (one.slots ?? 0) - (other.slots ?? 0) ||
        one.connections - other.connections ||
        one.limitPerSecond - other.limitPerSecond,
    );
  return {
    kind: 'limitSteps',
    endpoint,
    workerClass,
    isOneOfSeveralClasses,
    steps,
    isRising: isRising(steps),
  };
}

function limitStep(conditions: readonly LawfulCondition[]): LimitStep[] {
  const [first] = conditions;
  if (first === undefined || first.limitedBy === 'unknown') return [];
  const { limitedBy, connections, law } = first;
  return [
    {
      limitedBy,
      instead: first.instead,
      workers: law.workers,
      slots: law.slots,
      connections,
      heldAtOnce: law.heldAtOnce,
      connectionsByWorker: conditions.flatMap((condition) => condition.law.connectionsByWorker),
      holdMs: law.holdMs,
      isHoldDrawn: law.hold.kind !== 'constant',
      limitPerSecond: limitedBy === 'offeredLoad' ? law.loadLimitPerSecond : law.limitPerSecond,
      steadyPerSecond: rangeOf(conditions.map(({ figures }) => figures.steadyPerSecond ?? 0)),
      seenInBatches: seenInBatches(conditions),
      conditions: conditions.length,
    },
  ];
}

/** Said of all of them where it is what shows the limit in one. */
function seenInBatches(conditions: readonly LawfulCondition[]): LimitStep['seenInBatches'] {
  const batches = conditions.find(({ isSeenInBatches }) => isSeenInBatches)?.law.batches ?? null;
  const completed = rangeOf(conditions.map(({ figures }) => figures.completed));
  return batches === null ? null : { batches, completed };
}

/** Slots explain a rise only where the load and the hold stayed the same. */
function isRising(steps: readonly LimitStep[]): boolean {
  return steps.every((step, index) => {
    const previous = steps[index - 1];
    if (previous === undefined) return steps.length > 1;
    return (
      step.connections === previous.connections &&
      step.holdMs === previous.holdMs &&
      (step.slots ?? 0) >= (previous.slots ?? 0) &&
      step.heldAtOnce > previous.heldAtOnce &&
      isFaster(step, previous)
    );
  });
}

/** Where a limit is seen in batches, the estimates of the steady state are no measure of it. */
function isFaster(step: LimitStep, previous: LimitStep): boolean {
  if (step.seenInBatches !== null || previous.seenInBatches !== null)
    return step.limitPerSecond > previous.limitPerSecond;
  return step.steadyPerSecond.least > previous.steadyPerSecond.most;
}
