import type { WorkerClass } from '../plan/server-settings.ts';
import type { FindingKind } from '../samples/diagnosis.ts';
import type { LimitStep, LimitStepsFact, OfferedLoadFact } from './facts/limit-fact.ts';
import {
  countedNoun,
  countText,
  listText,
  percentBoundText,
  percentText,
  rangeText,
  rateText,
  timeText,
  underText,
} from './figure-text.ts';
import { differencePercent } from '../diagnosis/threshold.ts';

/** Why an endpoint is no faster however much server it gets. */
export function offeredLoadSentence(fact: OfferedLoadFact): string {
  const { variedCapacity, conditions } = fact;
  const endpoint = `${fact.endpoint}${underText(fact.workerClasses)}`;
  const claim =
    variedCapacity.length === 0
      ? `${endpoint} is held by the offered load`
      : `${endpoint} does not get faster with ${capacityText(variedCapacity)}`;
  const law =
    `${rangeText(fact.connections, countText)} connections ÷ ${fact.isHoldDrawn ? MEAN_HOLD : ''}` +
    `${rangeText(fact.holdMs, timeText)} ` +
    `is all the load there is, ${rangeText(fact.limitPerSecond, rateText)}`;
  const where = conditions === 1 ? 'in its one condition' : `in all ${countedNoun(conditions, 'condition')}`;
  if (fact.seenInBatches !== null) {
    const connections = rangeText(fact.connections, countText);
    return `${claim}: ${law}, and ${batchesText(fact.seenInBatches, connections)}, ${where}.`;
  }
  const near = percentBoundText(fact.largestDifferencePercent);
  return `${claim}: ${law}, and the measured steady state is within ${near} of it ${where}.`;
}

/** Where an endpoint's throughput changes from one limit to the other, or has neither. */
export function limitStepsSentence(fact: LimitStepsFact): string {
  const { endpoint, workerClass, steps } = fact;
  const words = CLASS_WORDS[workerClass];
  const texts = steps.map((step, index) => stepText(step, steps[index - 1]?.limitedBy === 'slots', words));
  const under = underText(fact.isOneOfSeveralClasses ? [workerClass] : []);
  return `${endpoint}${under}${stepsClaim(fact, words)}: ${texts.join('; ')}.`;
}

/** What explains a throughput that neither slots nor load do. */
const CAUSES: Readonly<Record<FindingKind, string>> = {
  poolSlots: 'fewer slots do',
  eventLoopBlocked: 'a blocked event loop does',
  cpuSaturated: 'the processors do',
  unevenConnections: 'connections spread unevenly do',
  acceptQueue: 'the accept queue does',
  offeredLoad: 'the load does',
  generatorSaturated: 'the load generator does',
  externalWait: 'what the server waits for does',
  errors: 'its errors do',
  memoryGrowth: 'its memory does',
  coldStart: 'its cold start does',
  undetermined: 'nothing does',
};

const MEAN_HOLD = 'a mean hold of ';

/** How a worker class's slots are spoken of. */
interface ClassWords {
  /** What a request takes for its whole hold. */
  readonly takes: string;
  /** What a worker has so many of. */
  readonly unit: (count: number) => string;
  /** What there is more of when a worker has more of them. */
  readonly more: string;
}

const CLASS_WORDS: Readonly<Record<WorkerClass, ClassWords>> = {
  pool: { takes: 'takes a slot', unit: countText, more: 'slots' },
  gthread: { takes: 'takes a thread', unit: (count) => countedNoun(count, 'thread'), more: 'threads' },
  sync: { takes: 'has its worker to itself', unit: () => '1 request at a time', more: 'slots' },
  loop: { takes: 'blocks the event loop of its worker', unit: () => '1 event loop', more: 'slots' },
};

/** What all the steps together bear out; nothing where one of them has neither limit. */
function stepsClaim({ steps, isRising }: LimitStepsFact, { takes, more }: ClassWords): string {
  const limits = new Set(steps.map(({ limitedBy }) => limitedBy));
  if (limits.has('neither')) return '';
  if (isRising)
    return ` gets faster with more ${growing(steps, more)} because each request ${takes} for its whole hold`;
  return limits.has('offeredLoad')
    ? ' is held by its slots in some conditions and by the load in the others'
    : ` is held by its slots, as each request ${takes} for its whole hold`;
}

/** What grew from step to step. */
function growing(steps: readonly LimitStep[], more: string): string {
  const isVaried = (of: (step: LimitStep) => number): boolean => new Set(steps.map(of)).size > 1;
  if (!isVaried(({ workers }) => workers)) return more;
  return isVaried(({ workers, slots }) => (slots ?? 0) / workers) ? `workers and ${more}` : 'workers';
}

function stepText(step: LimitStep, isAfterSlots: boolean, words: ClassWords): string {
  const { slots, connections } = step;
  const isSlotsLimit = slots !== null && step.limitedBy !== 'offeredLoad';
  const amount = countText(isSlotsLimit ? Math.round(step.heldAtOnce) : connections);
  const hold = `${step.isHoldDrawn ? MEAN_HOLD : ''}${timeText(step.holdMs)}`;
  const law = `${amount} ÷ ${hold} = ${rateText(step.limitPerSecond)}`;
  const where = `in ${countedNoun(step.conditions, 'condition')}`;
  const steady = `${rangeText(step.steadyPerSecond, rateText)} ${where}`;
  const measured =
    step.seenInBatches === null
      ? `measured steady: ${steady}`
      : `${batchesText(step.seenInBatches, amount)}, ${where}`;
  const again = isAfterSlots ? ' again' : '';
  switch (step.limitedBy) {
    case 'slots':
      return `${subjectText(step, 'against', words)}, so ${law} (${measured})`;
    case 'unevenConnections':
      return `${subjectText(step, 'for', words)}, but ${unevenText(step)}, so ${law} (${measured})`;
    case 'offeredLoad':
      return `${subjectText(step, 'for', words)}, so the load is the limit${again}, ${law} (${measured})`;
    case 'neither': {
      const suspects = slots === null ? 'the load does not' : 'neither slots nor load';
      return (
        `${subjectText(step, 'for', words)} would allow ${law}, but the measured steady state is ${steady}, ` +
        `${gapText(step)}: ${suspects} explain it${step.instead === null ? '' : `, but ${CAUSES[step.instead]}`}`
      );
    }
  }
}

/** `200 completed, where 5 whole batches of 40 fit`. */
function batchesText(
  { batches, completed }: NonNullable<LimitStep['seenInBatches']>,
  amount: string,
): string {
  const fit = batches === 1 ? `1 whole batch of ${amount} fits` : `${batches} whole batches of ${amount} fit`;
  return `${rangeText(completed, countText)} completed, where ${fit}`;
}

/** `its workers had 62, 21, 12 and 5 of them, of which 78 find a slot at once`. */
function unevenText({ connectionsByWorker, heldAtOnce }: LimitStep): string {
  const held = countText(Math.round(heldAtOnce));
  const [only, ...others] = connectionsByWorker;
  if (only === undefined || others.length > 0)
    return `the connections were spread unevenly over the workers, and only ${held} of them find a slot at once`;
  const counts = listText(only.map((connections) => countText(Math.round(connections))));
  return `its workers had ${counts} of them, of which ${held} find a slot at once`;
}

/** `4 workers × 40 = 160 slots for 100 connections`; without the slots where they do not count. */
function subjectText(
  { workers, slots, connections }: LimitStep,
  relation: 'for' | 'against',
  { unit }: ClassWords,
): string {
  const load = countedNoun(connections, 'connection');
  const server = countedNoun(workers, 'worker');
  if (slots === null) return `${server} ${relation} ${load}`;
  return `${server} × ${unit(slots / workers)} = ${countedNoun(slots, 'slot')} ${relation} ${load}`;
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
  };
  const texts = factors.map((factor) => named[factor] ?? `another ${factor}`);
  return texts.length > 1 ? listText(texts).replace(' and ', ' or ') : listText(texts);
}
