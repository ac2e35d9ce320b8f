import type { StoredRun } from '../samples/run-record.ts';
import { conclusionSentence } from './conclusion-sentences.ts';
import { conclusions } from './conclusions.ts';
import type { Fact } from './facts/fact.ts';
import type { Inference } from './inference.ts';
import { fastest } from './fastest.ts';
import { toldDiagnoses } from './told-diagnoses.ts';
import { limitGroups } from './limit-groups.ts';
import type { FindingTopic, RunFinding } from './run-finding.ts';
import { reportedSweep } from './reported-sweep.ts';
import { sweptFindings } from './swept-findings.ts';
import type { RunTable } from './run-table.ts';
import { sentenceCase } from './sentence-case.ts';

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
  const sweep = reportedSweep(stored);
  const facts = conclusions(stored, inference).flatMap((fact): RunFinding[] => {
    const topic = TOPICS[fact.kind];
    return topic === undefined || (sweep !== undefined && !OF_SWEEPS.has(fact.kind))
      ? []
      : [{ topic, statement: conclusionSentence(fact), evidence: [], remedy: null }];
  });
  return [...facts, ...(sweep === undefined ? limitFindings(stored, table) : sweptFindings(sweep))];
}

/** What trials say that were chosen one after the other: they are no design from which effects could be told. */
const OF_SWEEPS: ReadonlySet<Fact['kind']> = new Set(['nothingCompleted', 'errorResponses', 'nearTimeout']);

function limitFindings(stored: StoredRun, table: RunTable): RunFinding[] {
  const all = fastest(table)?.all ?? table.rows.map(({ condition }) => condition);
  return limitGroups(toldDiagnoses(stored), all, stored.run.plan.targets).map(
    ({ where, limit, confidence, evidence, remedy }): RunFinding => ({
      topic: 'limits',
      statement: `${sentenceCase(where)}: ${limit} [${confidence}].`,
      evidence,
      remedy: remedy === null ? null : `${sentenceCase(remedy)}.`,
    }),
  );
}
