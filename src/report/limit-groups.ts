import type { Condition } from '../plan/plan.ts';
import type { Diagnosis, Finding } from '../samples/diagnosis.ts';
import { ceilingGroups } from './ceiling-groups.ts';
import { alikeFindings, confidenceText } from './ceiling-sentences.ts';
import { conditionSetText } from './condition-set.ts';
import { evidencePhrases } from './evidence-text.ts';
import { countedNoun } from './figure-text.ts';
import { findingClause } from './finding-sentences.ts';
import { remedyText } from './remedy-text.ts';

/** Conditions with one ceiling, what shows it, and what would lift it. */
export interface LimitGroup {
  readonly ceiling: Finding['kind'];
  /** Which conditions they are. */
  readonly where: string;
  /** A clause that names the ceiling and reckons it. */
  readonly limit: string;
  /** How sure it is. */
  readonly confidence: string;
  /** Figures of the record, each a few words. */
  readonly evidence: readonly string[];
  /** A clause without its full stop; null: nothing on the server would lift it. */
  readonly remedy: string | null;
}

/** What an offered load leaves to the server comes last: there is nothing to mend. */
const LAST: readonly Finding['kind'][] = ['offeredLoad', 'undetermined'];

/** @param all the conditions of the run, that the groups are told from */
export function limitGroups(diagnoses: readonly Diagnosis[], all: readonly Condition[]): LimitGroup[] {
  return ceilingGroups(diagnoses)
    .flatMap(({ diagnoses: group }) => limitGroup(group, all))
    .toSorted((one, other) => LAST.indexOf(one.ceiling) - LAST.indexOf(other.ceiling));
}

function limitGroup(group: readonly Diagnosis[], all: readonly Condition[]): LimitGroup[] {
  const [ceiling] = alikeFindings(group);
  if (ceiling === undefined) return [];
  const remedy = remedyText(ceiling);
  return [
    {
      ceiling: ceiling[0].kind,
      where: conditionSetText(
        group.map(({ condition }) => condition),
        all,
      ),
      limit: findingClause(ceiling),
      confidence: confidenceText(ceiling),
      evidence: [
        ...evidencePhrases(ceiling, ['proves', 'for']),
        ...evidencePhrases(ceiling, ['against']).map((phrase) => `against it: ${phrase}`),
        `in ${countedNoun(group.length, 'condition')}`,
      ],
      remedy: remedy === '' || LAST.includes(ceiling[0].kind) ? null : remedy,
    },
  ];
}
