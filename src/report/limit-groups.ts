import type { Condition } from '../plan/plan.ts';
import type { Confidence, Diagnosis, Finding } from '../samples/diagnosis.ts';
import type { TargetRecord } from '../samples/target-record.ts';
import { ceilingGroups } from './ceiling-groups.ts';
import { alikeFindings, confidenceText } from './ceiling-sentences.ts';
import { conditionSetText } from './condition-set.ts';
import { evidencePhrases } from './evidence-text.ts';
import { countedNoun } from './figure-text.ts';
import { findingClause } from './finding-sentences.ts';
import { remedyText } from './remedy-text.ts';
import { targetsOf } from './setting-name.ts';

/** Conditions with one ceiling, what shows it, and what would lift it. */
export interface LimitGroup {
  readonly ceiling: Finding['kind'];
  readonly conditions: readonly Condition[];
  /** Which conditions they are. */
  readonly where: string;
  /** A clause that names the ceiling and reckons it. */
  readonly limit: string;
  /** How sure it is. */
  readonly confidence: string;
  /** The least of theirs. */
  readonly level: Level;
  /** Figures of the record, each a few words. */
  readonly evidence: readonly string[];
  /** A clause without its full stop; null: nothing on the server would lift it. */
  readonly remedy: string | null;
}

/** What an offered load leaves to the server comes last: there is nothing to mend. */
const LAST: readonly Finding['kind'][] = ['offeredLoad', 'undetermined'];

type Level = Confidence['level'];

const LEVELS: readonly Level[] = ['low', 'medium', 'high'];

const leastLevel = (levels: readonly Level[]): Level =>
  LEVELS.find((level) => levels.includes(level)) ?? 'low';

/**
 * @param all the conditions of the run, that the groups are told from
 * @param targets whose settings the remedies name
 */
export function limitGroups(
  diagnoses: readonly Diagnosis[],
  all: readonly Condition[],
  targets: readonly TargetRecord[],
): LimitGroup[] {
  return ceilingGroups(diagnoses)
    .flatMap(({ diagnoses: group }) => limitGroup(group, all, targets))
    .toSorted((one, other) => LAST.indexOf(one.ceiling) - LAST.indexOf(other.ceiling));
}

/** What the clients ask for is one limit, wherever it is met. */
export function withOneLoad(groups: readonly LimitGroup[], all: readonly Condition[]): LimitGroup[] {
  const loads = groups.filter(({ ceiling }) => ceiling === 'offeredLoad');
  const [first, ...others] = loads;
  if (first === undefined || others.length === 0) return [...groups];
  const conditions = loads.flatMap((group) => group.conditions);
  const isOneLaw = others.every(({ limit }) => limit === first.limit);
  const load: LimitGroup = {
    ...first,
    conditions,
    level: leastLevel(loads.map(({ level }) => level)),
    where: conditionSetText(conditions, all),
    limit: isOneLaw ? first.limit : 'the clients ask for no more',
  };
  return [...groups.filter(({ ceiling }) => ceiling !== 'offeredLoad'), load];
}

function limitGroup(
  group: readonly Diagnosis[],
  all: readonly Condition[],
  targets: readonly TargetRecord[],
): LimitGroup[] {
  const [ceiling] = alikeFindings(group);
  if (ceiling === undefined) return [];
  const conditions = group.map(({ condition }) => condition);
  const remedy = remedyText(ceiling, targetsOf(conditions, targets));
  return [
    {
      ceiling: ceiling[0].kind,
      conditions,
      where: conditionSetText(conditions, all),
      limit: findingClause(ceiling),
      confidence: confidenceText(ceiling),
      level: leastLevel(group.flatMap(({ findings }) => findings[0]?.confidence.level ?? [])),
      evidence: [
        ...evidencePhrases(ceiling, ['proves', 'for']),
        ...evidencePhrases(ceiling, ['against']).map((phrase) => `against it: ${phrase}`),
        `in ${countedNoun(group.length, 'condition')}`,
      ],
      remedy: remedy === '' || LAST.includes(ceiling[0].kind) ? null : remedy,
    },
  ];
}
