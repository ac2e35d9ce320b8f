import type { Condition } from '../plan/plan.ts';
import type { WorkerClass } from '../plan/server-settings.ts';
import { conditionSetText } from './condition-set.ts';
import type { ConditionLimit } from './condition-limits.ts';
import type { LimitedBy } from './facts/measured-condition.ts';
import { countedNoun, countText, rangeOf, rangeText, rateText, timeText } from './figure-text.ts';

/** Conditions with one limit, what shows it, and what would lift it. */
export interface LimitGroup {
  readonly limitedBy: LimitedBy;
  /** Which conditions they are. */
  readonly where: string;
  /** A clause that names the limit and reckons it. */
  readonly limit: string;
  /** Figures of the record, each a few words. */
  readonly evidence: readonly string[];
  /** A sentence without its full stop; null: nothing on the server would. */
  readonly remedy: string | null;
}

/** What an offered load leaves to the server comes last: there is nothing to mend. */
const ORDER: readonly LimitedBy[] = ['slots', 'unevenConnections', 'neither', 'offeredLoad', 'unknown'];

/** @param all the conditions of the run, that the groups are told from */
export function limitGroups(limits: readonly ConditionLimit[], all: readonly Condition[]): LimitGroup[] {
  const known = limits.filter(({ limitedBy, law }) => law !== null && limitedBy !== 'unknown');
  const groups = [...Map.groupBy(known, groupKey).values()];
  return groups
    .map((group) => limitGroup(group, all))
    .toSorted((one, other) => ORDER.indexOf(one.limitedBy) - ORDER.indexOf(other.limitedBy));
}

function groupKey({ limitedBy, law, connections }: ConditionLimit): string {
  switch (limitedBy) {
    case 'slots':
      return JSON.stringify([
        limitedBy,
        connections,
        law?.workerClass,
        law?.workers,
        law?.slotsAWorker,
        law?.holdMs,
      ]);
    case 'offeredLoad':
      return JSON.stringify([limitedBy, connections, law?.holdMs]);
    case 'unevenConnections':
    case 'neither':
    case 'unknown':
      return limitedBy;
  }
}

function limitGroup(group: readonly ConditionLimit[], all: readonly Condition[]): LimitGroup {
  const [first] = group;
  if (first === undefined) throw new Error('a group has a condition');
  const where = conditionSetText(
    group.map(({ condition }) => condition),
    all,
  );
  return {
    limitedBy: first.limitedBy,
    where,
    limit: limitText(first),
    evidence: evidenceOf(group),
    remedy: remedyOf(first, where),
  };
}

function limitText({ law, limitedBy, connections }: ConditionLimit): string {
  const hold = timeText(law?.holdMs ?? 0);
  const held = Math.round(law?.heldAtOnce ?? 0);
  switch (limitedBy) {
    case 'offeredLoad':
      return `the load that is offered: ${countedNoun(connections, 'connection')}, each answered in ${hold}, ask for no more than ${rateText(law?.loadLimitPerSecond ?? 0)}`;
    case 'slots':
      return `the server's slots: ${countedNoun(held, 'request')} at a time, each for ${hold}, are ${rateText(law?.limitPerSecond ?? 0)}, and the other ${countText(Math.max(0, connections - held))} of ${countedNoun(connections, 'connection')} wait`;
    case 'unevenConnections':
      return `uneven connections: only ${countText(held)} of ${countedNoun(connections, 'connection')} find a slot at once, while other slots stay free`;
    case 'neither':
    case 'unknown':
      return 'something that neither slots nor load explain';
  }
}

/** What the throughput is held against, and what was counted. */
function evidenceOf(group: readonly ConditionLimit[]): string[] {
  const of = (
    figure: (limit: ConditionLimit) => number | null | undefined,
    text: (value: number) => string,
  ) => {
    const values = group.flatMap((limit) => figure(limit) ?? []);
    return values.length === 0 ? undefined : rangeText(rangeOf(values), text);
  };
  const steady = of(({ figures }) => figures.steadyPerSecond, rateText);
  const allowed = of(({ law }) => law?.limitPerSecond, rateText);
  const slots = of(({ law }) => law?.slots, countText);
  const connections = of((limit) => limit.connections, countText);
  const inBatches = group.filter(({ isSeenInBatches }) => isSeenInBatches).length;
  return [
    ...(steady === undefined || allowed === undefined
      ? []
      : [`steady throughput ${steady}; slots and load allow ${allowed}`]),
    `${slots === undefined ? '' : `${slots} slots, `}${connections ?? '0'} connections`,
    ...(inBatches > 0
      ? [`seen in whole batches of completions in ${countedNoun(inBatches, 'condition')}`]
      : []),
    `in ${countedNoun(group.length, 'condition')}`,
  ];
}

function remedyOf({ law, limitedBy, connections }: ConditionLimit, where: string): string | null {
  if (limitedBy === 'unevenConnections')
    return `Spread the connections of ${where} evenly over the workers: let the master deal them in turn (--balance round-robin), or use many more connections than workers`;
  if (limitedBy !== 'slots' || law === null) return null;
  const workers = Math.ceil(connections / law.slotsAWorker);
  const larger = LARGER[law.workerClass]?.(Math.ceil(connections / law.workers));
  return (
    `Give ${where} a slot for each of the ${countedNoun(connections, 'connection')}: ` +
    `${countedNoun(workers, 'worker')} (now ${countText(law.workers)})` +
    `${larger === undefined ? '' : `, or ${larger} (now ${countText(law.slotsAWorker)}),`} would allow ` +
    `${rateText(law.loadLimitPerSecond)} in place of ${rateText(law.limitPerSecond)}`
  );
}

/** What gives a worker so many slots; a worker of the other classes has one, whatever is asked for. */
const LARGER: Readonly<Partial<Record<WorkerClass, (slots: number) => string>>> = {
  pool: (slots) => `a pool of ${countedNoun(slots, 'thread')} in each`,
  gthread: (slots) => `${countedNoun(slots, 'thread')} in each`,
};
