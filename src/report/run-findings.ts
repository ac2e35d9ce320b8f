import { diagnose } from '../diagnosis/diagnosis.ts';
import type { StoredRun } from '../samples/run-record.ts';
import { conclusionSentence } from './conclusion-sentences.ts';
import { conclusions } from './conclusions.ts';
import type { Fact } from './facts/fact.ts';
import type { Inference } from './inference.ts';
import { limitGroups } from './limit-groups.ts';
import type { RunTable } from './run-table.ts';
import { sentenceCase } from './sentence-case.ts';

/** Something that a run shows, as a report tells it. */
export interface RunFinding {
  readonly topic: FindingTopic;
  readonly statement: string;
  /** Figures that show it, each a few words. */
  readonly evidence: readonly string[];
  /** What would mend it; null: nothing, or nothing is known. */
  readonly remedy: string | null;
}

export type FindingTopic = 'trouble' | 'limits' | 'effects' | 'reading';

/** The topics in the order of a report, with their headings. */
export const FINDING_TOPICS: Readonly<Record<FindingTopic, string>> = {
  trouble: 'What is the matter',
  limits: 'What limits the throughput',
  effects: 'What the factors do',
  reading: 'What to know of the figures',
};

/** Facts about limits are told group by group, with their evidence, in place of their sentences. */
const TOPICS: Readonly<Record<Fact['kind'], FindingTopic | undefined>> = {
  nothingCompleted: 'trouble',
  errorResponses: 'trouble',
  invalidLeftOut: 'trouble',
  unexplained: 'trouble',
  offeredLoad: undefined,
  limitSteps: undefined,
  factorEffect: 'effects',
  factorVerdict: 'effects',
  interaction: 'effects',
  moreInteractions: 'effects',
  publishedCounts: 'reading',
  windowGap: 'reading',
  nearTimeout: 'reading',
  lateLeftOut: 'reading',
};

/** What follows from a run, with the ceiling of each condition. */
export function runFindings(stored: StoredRun, table: RunTable, inference: Inference): RunFinding[] {
  const all = table.rows.map(({ condition }) => condition);
  const limits = limitGroups(diagnose(stored), all).map(
    ({ where, limit, confidence, evidence, remedy }): RunFinding => ({
      topic: 'limits',
      statement: `${sentenceCase(where)}: ${limit} [${confidence}].`,
      evidence,
      remedy: remedy === null ? null : `${sentenceCase(remedy)}.`,
    }),
  );
  const facts = conclusions(stored, inference).flatMap((fact): RunFinding[] => {
    const topic = TOPICS[fact.kind];
    return topic === undefined
      ? []
      : [{ topic, statement: conclusionSentence(fact), evidence: [], remedy: null }];
  });
  return [...facts, ...limits];
}
