import type { LimitStep, LimitStepsFact, OfferedLoadFact } from './facts/fact.ts';
import {
  countedNoun,
  countText,
  listText,
  percentBoundText,
  percentText,
  rangeText,
  rateText,
  timeText,
} from './figure-text.ts';
import { differencePercent } from './threshold.ts';

/** Why an endpoint is no faster however much server it gets. */
export function offeredLoadSentence(fact: OfferedLoadFact): string {
  const { endpoint, variedCapacity, conditions } = fact;
  const claim =
    variedCapacity.length === 0
      ? `${endpoint} is held by the offered load`
      : `${endpoint} does not get faster with ${capacityText(variedCapacity)}`;
  const law =
    `${rangeText(fact.connections, countText)} connections ÷ ${rangeText(fact.holdMs, timeText)} ` +
    `is all the load there is, ${rangeText(fact.limitPerSecond, rateText)}`;
  const where = conditions === 1 ? 'in its one condition' : `in all ${countedNoun(conditions, 'condition')}`;
  const near = percentBoundText(fact.largestDifferencePercent);
  return `${claim}: ${law}, and the measured steady state is within ${near} of it ${where}.`;
}

/** Where an endpoint's throughput changes from one limit to the other, or has neither. */
export function limitStepsSentence({ endpoint, steps, isRising }: LimitStepsFact): string {
  const texts = steps.map((step, index) => stepText(step, steps[index - 1]?.limitedBy === 'slots'));
  return `${endpoint}${stepsClaim(steps, isRising)}: ${texts.join('; ')}.`;
}

/** What all the steps together bear out; nothing where one of them has neither limit. */
function stepsClaim(steps: readonly LimitStep[], isRising: boolean): string {
  const limits = new Set(steps.map(({ limitedBy }) => limitedBy));
  if (limits.has('neither')) return '';
  if (isRising) {
    const growing = new Set(steps.map(({ workers }) => workers)).size > 1 ? 'workers' : 'slots';
    return ` gets faster with more ${growing} because each request takes a slot for its whole hold`;
  }
  return limits.has('offeredLoad')
    ? ' is held by its slots in some conditions and by the load in the others'
    : ' is held by its slots, of which each request takes one for its whole hold';
}

function stepText(step: LimitStep, isAfterSlots: boolean): string {
  const { slots, connections } = step;
  const isSlotsLimit = slots !== null && slots < connections && step.limitedBy !== 'offeredLoad';
  const amount = countText(isSlotsLimit ? slots : connections);
  const law = `${amount} ÷ ${timeText(step.holdMs)} = ${rateText(step.limitPerSecond)}`;
  const measured = `${rangeText(step.steadyPerSecond, rateText)} in ${countedNoun(step.conditions, 'condition')}`;
  const again = isAfterSlots ? ' again' : '';
  switch (step.limitedBy) {
    case 'slots':
      return `${subjectText(step, 'against')}, so ${law} (measured steady: ${measured})`;
    case 'offeredLoad':
      return `${subjectText(step, 'for')}, so the load is the limit${again}, ${law} (measured steady: ${measured})`;
    case 'neither': {
      const suspects = slots === null ? 'the load does not' : 'neither slots nor load';
      return (
        `${subjectText(step, 'for')} would allow ${law}, but the measured steady state is ${measured}, ` +
        `${gapText(step)}: ${suspects} explain it`
      );
    }
  }
}

/** `4 workers × 40 = 160 slots for 100 connections`; without the slots where they do not count. */
function subjectText({ workers, slots, connections }: LimitStep, relation: 'for' | 'against'): string {
  const load = countedNoun(connections, 'connection');
  const server = countedNoun(workers, 'worker');
  if (slots === null) return `${server} ${relation} ${load}`;
  return `${server} × ${countText(slots / workers)} = ${countedNoun(slots, 'slot')} ${relation} ${load}`;
}

function gapText({ steadyPerSecond, limitPerSecond }: LimitStep): string {
  const differences = [steadyPerSecond.least, steadyPerSecond.most].map((steady) =>
    differencePercent(steady, limitPerSecond),
  );
  const [least = 0, most = 0] = differences;
  const size = rangeText(
    { least: Math.min(Math.abs(least), Math.abs(most)), most: Math.max(Math.abs(least), Math.abs(most)) },
    percentText,
  );
  return `${size} ${least < 0 ? 'less' : 'more'}`;
}

function capacityText(factors: readonly string[]): string {
  const named: Record<string, string> = {
    workers: 'more workers',
    threads: 'more threads',
    poolSize: 'a larger pool',
    workerClass: 'another worker class',
  };
  const texts = factors.map((factor) => named[factor] ?? `another ${factor}`);
  return texts.length > 1 ? listText(texts).replace(' and ', ' or ') : listText(texts);
}
