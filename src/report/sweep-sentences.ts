import type { Goal } from '../queueing/prediction/goal.ts';
import type {
  EndpointSweep,
  RateSweep,
  SweepCapacity,
  SweepConfiguration,
  SweepEnd,
} from '../queueing/sweep-record.ts';
import type { Estimate } from '../samples/interval.ts';
import { estimateText } from './estimate-text.ts';
import { countedNoun, countText, listText, rateText, timeText } from './figure-text.ts';
import { goalText } from './goal-sentences.ts';

/** What a sweep found of an endpoint, in a few sentences. */
export function sweepSentences(sweep: EndpointSweep): string[] {
  return [
    [ceilingSentence(sweep), ...restSentences(sweep)].join(' '),
    ...(sweep.capacity === null ? [] : [capacitySentence(sweep.capacity)]),
  ];
}

/** What a sweep found of an endpoint, as the title of its chart. */
export function sweepTitle(sweep: EndpointSweep): string {
  const { endpoint, ceiling, knee, maxThroughputPerSecond: most } = sweep;
  const at = knee === null ? '' : `the knee is at ${kneeText(knee.connections)}`;
  const rate = most.estimate === null ? '' : rateText(most.estimate);
  switch (ceiling) {
    case 'slots':
      return `${endpoint} serves ${atOnceText(sweep)} at once: ${at}`;
    case 'blockedLoop':
      return `${endpoint} serves ${atOnceText(sweep)} at once, and nothing else meanwhile: ${at}`;
    case 'cpu':
      return `The processors hold ${endpoint} at ${rate}: ${at}`;
    case 'contention':
      return `What only one request can do at a time holds ${endpoint} at ${rate}: ${at}`;
    case 'none':
      return `${endpoint} has no ceiling up to ${countedNoun(mostConnections(sweep), 'connection')}`;
    case 'undetermined':
      return `What holds ${endpoint} cannot be told from these trials`;
  }
}

/** `40 [40, 40] connections`. */
const kneeText = ({ estimate, low, high }: Estimate): string =>
  estimate === null
    ? 'an unknown number of connections'
    : `${wholeText(estimate)}${low === null || high === null ? '' : ` [${wholeText(low)}, ${wholeText(high)}]`} connections`;

const atOnceText = ({ slots }: EndpointSweep): string =>
  slots?.estimate == null ? 'an unknown number' : countedNoun(Math.round(slots.estimate), 'request');

/** What a search for the highest rate found, as the title of its chart. */
export function rateTitle({ endpoint, highestPerSecond: highest }: RateSweep): string {
  const { estimate, low, high } = highest;
  if (estimate === null)
    return high === null
      ? `No rate tells how much ${endpoint} can take`
      : `The queue of ${endpoint} grows at every rate that was tried`;
  if (high === null) return `The queue of ${endpoint} does not grow up to ${rateText(estimate)}`;
  return low === null
    ? `${endpoint} takes less than ${rateText(high)}`
    : `${endpoint} takes ${estimateText(highest)} arrivals a second before its queue grows`;
}

function ceilingSentence(sweep: EndpointSweep): string {
  const { ceiling, slots, reason } = sweep;
  switch (ceiling) {
    case 'slots':
      return `${countWithInterval(slots, 'slot')}.`;
    case 'blockedLoop':
      return `${countWithInterval(slots, 'request')} at a time: a worker answers nothing else while its handler runs.`;
    case 'cpu':
      return `The processors are the ceiling: ${clause(reason)}.`;
    case 'contention':
      return `What only one request can do at a time is the ceiling: ${clause(reason)}.`;
    case 'none':
      return `No ceiling up to ${countedNoun(mostConnections(sweep), 'connection')}.`;
    case 'undetermined':
      return `The ceiling cannot be told: ${clause(reason)}.`;
  }
}

function restSentences(sweep: EndpointSweep): string[] {
  const { ceiling, serviceTimeMs, knee, maxThroughputPerSecond, toServe } = sweep;
  const most = maxThroughputPerSecond.estimate;
  const from = knee?.connections.estimate ?? null;
  return [
    ...(serviceTimeMs.estimate === null ? [] : [`Service time ${timeText(serviceTimeMs.estimate)}.`]),
    ...(from === null ? [] : [`From ${countedNoun(Math.round(from) + 1, 'connection')} on requests wait.`]),
    ...(most === null ? [] : [throughputSentence(ceiling, most, toServe)]),
  ];
}

function throughputSentence(
  ceiling: EndpointSweep['ceiling'],
  perSecond: number,
  toServe: EndpointSweep['toServe'],
): string {
  if (ceiling === 'none') return `${rateText(perSecond)} is the most that was asked of it, and it did that.`;
  if (ceiling === 'undetermined') return `${rateText(perSecond)} is the most that was seen.`;
  const more =
    toServe === null
      ? ''
      : `; to serve ${countText(toServe.connections)} at once: ${configurationsText(toServe.configurations)}`;
  return `${rateText(perSecond)} is all this configuration can do${more}.`;
}

const mostConnections = ({ points }: EndpointSweep): number =>
  Math.max(0, ...points.map(({ connections }) => connections));

/** `3 workers, or 100 slots a worker`. */
export function configurationsText(configurations: readonly SweepConfiguration[]): string {
  const [fewest] = configurations.toSorted((one, other) => one.workers - other.workers);
  return configurations
    .map(({ workers, slotsPerWorker }, index) => {
      const isSameSlots = index === 0 || slotsPerWorker === configurations[0]?.slotsPerWorker;
      if (isSameSlots) return countedNoun(workers, 'worker');
      return workers === fewest?.workers
        ? `${countedNoun(slotsPerWorker, 'slot')} a worker`
        : `${countedNoun(workers, 'worker')} with ${countedNoun(slotsPerWorker, 'slot')}`;
    })
    .join(', or ');
}

function capacitySentence(capacity: SweepCapacity): string {
  const goals = listText(capacity.goals.map(goalText));
  const { connections, perSecond, isAtLeast, because, configurations } = capacity;
  const servers =
    configurations.length === 0
      ? ''
      : ` For more, the smallest server would be ${configurations.map(configurationText).join(', or ')}.`;
  if (connections === null)
    return `${goals}: met with no load${because === null ? '' : `: ${clause(because)}`}.${servers}`;
  const rate = perSecond === null ? '' : ` (${rateText(perSecond)})`;
  const up = `${goals}: met with up to ${countedNoun(connections, 'connection')}${rate}${isAtLeast ? ', the most that were tried' : ''}.`;
  return `${up}${verificationText(capacity.verification)}${servers}`;
}

const configurationText = ({ workers, slotsPerWorker }: SweepConfiguration): string =>
  `${countedNoun(workers, 'worker')} with ${countedNoun(slotsPerWorker, 'slot')} each`;

function verificationText(verification: SweepCapacity['verification']): string {
  if (verification === null) return '';
  const figures = verification.figures.map(({ goal, value }) =>
    value === null
      ? `${NAMES[goal.figure]} unknown`
      : `${NAMES[goal.figure]} ${valueText(goal.figure, value)}`,
  );
  return ` Measured there: ${listText(figures)}, so ${verification.isMet ? 'they are met' : 'they are NOT met'}.`;
}

const NAMES: Readonly<Record<Goal['figure'], string>> = {
  p50Ms: 'p50',
  p99Ms: 'p99',
  meanMs: 'mean',
  steadyPerSecond: 'throughput',
};

const valueText = (figure: Goal['figure'], value: number): string =>
  figure === 'steadyPerSecond' ? rateText(value) : timeText(value);

/** How the sweep ended, where there is more to say than that it knows enough. */
export function endSentence({ state, because }: SweepEnd): string | null {
  switch (state) {
    case 'enough':
    case 'stored':
      return null;
    case 'limit':
      return `It ended before it knew as much as it wanted: ${clause(because)}.`;
    case 'failed':
      return `It could not go on: ${clause(because)}.`;
    case 'interrupted':
      return 'It was interrupted: this is what the trials until then say.';
  }
}

/** `40 slots [40, 40]`. */
function countWithInterval(estimate: Estimate | null, noun: string): string {
  if (estimate === null || estimate.estimate === null) return `An unknown number of ${noun}s`;
  const { low, high } = estimate;
  const ends = low === null || high === null ? '' : ` [${wholeText(low)}, ${wholeText(high)}]`;
  return `${countedNoun(Math.round(estimate.estimate), noun)}${ends}`;
}

const wholeText = (value: number): string => countText(Math.round(value));

/** What the ceiling is told by, where the sentence that names it does not say so. */
export function reasonSentence({ ceiling, reason }: EndpointSweep): string | null {
  const isSaid = ceiling === 'cpu' || ceiling === 'contention' || ceiling === 'undetermined';
  return isSaid ? null : `It is told by this: ${clause(reason)}.`;
}

/** Which explanations the data prefer, and by how much. */
export function modelsSentence({ models }: EndpointSweep): string | null {
  if (models.length < 2) return null;
  const parts = models.map(({ model, weight }) => `${MODEL_NAMES[model]} ${weightText(weight)}`);
  return `By the throughputs alone, which do not tell slots from processors: ${listText(parts)}.`;
}

const MODEL_NAMES = {
  slots: 'a number of slots',
  cpu: 'processors',
  none: 'no ceiling',
  contention: 'contention',
} as const;

const weightText = (weight: number): string => {
  const percent = weight * 100;
  if (percent > 0 && percent < 0.1) return 'under 0.1 %';
  if (percent > 99.9 && percent < 100) return 'over 99.9 %';
  return `${percent.toFixed(1)} %`;
};

/** What a search for the highest rate found. */
export function rateSentence({ estimate, low, high }: Estimate): string {
  if (estimate === null)
    return high === null
      ? 'No rate was measured that would tell.'
      : `The queue grows at every rate that was tried, from ${rateText(high)} on.`;
  const text = estimateText({ estimate, low, high }) ?? '';
  return high === null
    ? `${rateText(estimate)} is the highest rate that was tried, and the queue does not grow.`
    : `${text} requests/s is the highest rate at which the queue does not grow.`;
}

/** A clause as it stands after a colon, without its full stop. */
const clause = (text: string): string => text.replace(/\.$/, '');
