import { SLOT_FACTORS } from '../diagnosis/condition-server.ts';
import type { Condition } from '../plan/plan.ts';
import type { WorkerClass } from '../plan/server-settings.ts';
import type { StoredRun } from '../samples/run-record.ts';
import type { Fact } from './facts/fact.ts';
import { measuredConditions, workerClassesOf } from './facts/measured-condition.ts';
import { countedNoun, listText } from './figure-text.ts';
import type { LimitGroup } from './limit-groups.ts';
import { sentenceCase } from './sentence-case.ts';

const MOST_GROUPS = 3;

/** What limits each configuration, what a slot is where slots do, and which factor changes nothing. */
export function limitSentences(
  stored: StoredRun,
  groups: readonly LimitGroup[],
  all: readonly Condition[],
  facts: readonly Fact[],
): string {
  const classes = workerClassesOf(measuredConditions(stored));
  const more = groups.length - MOST_GROUPS;
  const isSlots = groups.slice(0, MOST_GROUPS).some(({ ceiling }) => ceiling === 'poolSlots');
  return [
    ...(groups.length === 0 ? ['Not determined by these figures.'] : []),
    ...groups
      .slice(0, MOST_GROUPS)
      .map(({ where, limit }) =>
        all.length === 1 ? `${sentenceCase(limit)}.` : `${sentenceCase(where)}: ${limit}.`,
      ),
    ...(more > 0 ? [`And ${countedNoun(more, 'more limit')}.`] : []),
    ...(isSlots ? [slotSentence(classes)] : []),
    ...idleFactors(facts).map((factor) => idleSentence(factor, classes)),
  ].join(' ');
}

const SLOTS: Readonly<Record<WorkerClass, string>> = {
  pool: ', here a thread of the pool that each worker has',
  gthread: ', here a thread of a worker',
  sync: ', here a whole worker',
  loop: ', here the event loop of a worker',
};

function slotSentence(classes: readonly WorkerClass[]): string {
  const [only, ...others] = classes;
  return `A slot has room for one request at a time${only === undefined || others.length > 0 ? '' : SLOTS[only]}.`;
}

/** Those that changed nothing, wherever they were varied. */
function idleFactors(facts: readonly Fact[]): string[] {
  return facts.flatMap((fact) => {
    if (fact.kind === 'factorEffect')
      return fact.isNothing && fact.workerClasses.length === 0 ? [fact.factor] : [];
    if (fact.kind === 'factorVerdict')
      return fact.effects.every(({ verdict }) => verdict === 'equivalent') ? [fact.factor] : [];
    return [];
  });
}

/** With the reason, where the worker class makes no slots of it and others would. */
function idleSentence(factor: string, classes: readonly WorkerClass[]): string {
  const users = Object.entries(SLOT_FACTORS).flatMap(([name, factors]) =>
    factors.includes(factor) ? [name] : [],
  );
  const isUnused = classes.length > 0 && users.length > 0 && !classes.some((name) => users.includes(name));
  const claim = `The level of ${factor} changes nothing`;
  return isUnused
    ? `${claim}: worker class ${listText(classes)} does not use it, only ${listText(users)} does.`
    : `${claim} that matters.`;
}
