import { rangeOf } from '../figure-text.ts';
import { differencePercent, NOTHING_PERCENT } from '../threshold.ts';
import type { Fact, LimitStep, LimitStepsFact, OfferedLoadFact } from './fact.ts';
import { workerClassesOf, type MeasuredCondition } from './measured-condition.ts';

/** Factors that change what the server can do, and not what is asked of it. */
const CAPACITY_FACTORS = ['workers', 'threads', 'poolSize'];

/** For each endpoint, what limits its throughput under each worker class; under all that the load limits, once. */
export function limitFacts(conditions: readonly MeasuredCondition[]): Fact[] {
  const isOneOfSeveralClasses = workerClassesOf(conditions).length > 1;
  const endpoints = Map.groupBy(conditions, ({ endpoint }) => endpoint);
  return [...endpoints].flatMap(([endpoint, ofEndpoint]): Fact[] => {
    const classes = [...Map.groupBy(ofEndpoint, ({ workerClass }) => workerClass).values()]
      .map((own) => withoutUnusedSlots(own.filter(({ limitedBy }) => limitedBy !== 'unknown')))
      .filter((known) => known.length > 0);
    const [atLoad, others] = [true, false].map((isAtLoad) =>
      classes.filter((known) => isAtLoad === known.every(({ limitedBy }) => limitedBy === 'offeredLoad')),
    ) as [MeasuredCondition[][], MeasuredCondition[][]];
    return [
      ...(atLoad.length > 0 ? [offeredLoadFact(endpoint, atLoad.flat(), isOneOfSeveralClasses)] : []),
      ...others.map((known) => limitStepsFact(endpoint, known, isOneOfSeveralClasses)),
    ];
  });
}

/**
 * An endpoint that anywhere under a worker class does more than its slots allow takes none there, and none of its
 * limits is made of them.
 */
function withoutUnusedSlots(conditions: MeasuredCondition[]): MeasuredCondition[] {
  const exceedsSlots = conditions.some(
    ({ figures, limitPerSecond }) =>
      differencePercent(figures.steadyPerSecond ?? 0, limitPerSecond) > NOTHING_PERCENT,
  );
  if (!exceedsSlots) return conditions;
  return conditions.map((condition) => ({
    ...condition,
    slots: null,
    limitPerSecond: condition.loadLimitPerSecond,
    limitedBy: condition.limitedBy === 'slots' ? 'neither' : condition.limitedBy,
  }));
}

function offeredLoadFact(
  endpoint: string,
  conditions: readonly MeasuredCondition[],
  isOneOfSeveralClasses: boolean,
): OfferedLoadFact {
  const differences = conditions.map(({ figures, loadLimitPerSecond }) =>
    Math.abs(differencePercent(figures.steadyPerSecond ?? 0, loadLimitPerSecond)),
  );
  return {
    kind: 'offeredLoad',
    endpoint,
    workerClasses: isOneOfSeveralClasses ? workerClassesOf(conditions) : [],
    connections: rangeOf(conditions.map(({ connections }) => connections)),
    holdMs: rangeOf(conditions.map(({ holdMs }) => holdMs)),
    isHoldDrawn: conditions.some(({ hold }) => hold.kind !== 'constant'),
    limitPerSecond: rangeOf(conditions.map(({ loadLimitPerSecond }) => loadLimitPerSecond)),
    largestDifferencePercent: Math.max(...differences),
    conditions: conditions.length,
    variedCapacity: CAPACITY_FACTORS.filter(
      (factor) => new Set(conditions.map(({ condition }) => condition[factor])).size > 1,
    ),
  };
}

/** The conditions are of one worker class. */
function limitStepsFact(
  endpoint: string,
  conditions: readonly MeasuredCondition[],
  isOneOfSeveralClasses: boolean,
): LimitStepsFact {
  const workerClass = conditions[0]?.workerClass ?? 'pool';
  const alike = Map.groupBy(conditions, ({ workers, slots, connections, hold, limitedBy }) =>
    JSON.stringify([workers, slots, connections, hold, limitedBy]),
  );
  const steps = [...alike.values()]
    .flatMap(limitStep)
    .toSorted((one, other) => (one.slots ?? 0) - (other.slots ?? 0) || one.connections - other.connections);
  return {
    kind: 'limitSteps',
    endpoint,
    workerClass,
    isOneOfSeveralClasses,
    steps,
    isRising: isRising(steps),
  };
}

function limitStep(conditions: readonly MeasuredCondition[]): LimitStep[] {
  const [first] = conditions;
  if (first === undefined || first.limitedBy === 'unknown') return [];
  const { limitedBy, workers, slots, connections, hold, holdMs, loadLimitPerSecond, limitPerSecond } = first;
  return [
    {
      limitedBy,
      workers,
      slots,
      connections,
      holdMs,
      isHoldDrawn: hold.kind !== 'constant',
      limitPerSecond: limitedBy === 'offeredLoad' ? loadLimitPerSecond : limitPerSecond,
      steadyPerSecond: rangeOf(conditions.map(({ figures }) => figures.steadyPerSecond ?? 0)),
      conditions: conditions.length,
    },
  ];
}

/** Slots explain a rise only where the load and the hold stayed the same. */
function isRising(steps: readonly LimitStep[]): boolean {
  return steps.every((step, index) => {
    const previous = steps[index - 1];
    if (previous === undefined) return steps.length > 1;
    return (
      step.connections === previous.connections &&
      step.holdMs === previous.holdMs &&
      (step.slots ?? 0) > (previous.slots ?? 0) &&
      step.steadyPerSecond.least > previous.steadyPerSecond.most
    );
  });
}
