import type { Condition } from '../../plan/plan.ts';
import type { WorkerClass } from '../../plan/server-settings.ts';
import { limitAmong } from '../../diagnosis/ceiling.ts';
import type { ClosedLoopLaw } from '../../diagnosis/closed-loop-law.ts';
import { diagnoseConditions, type DiagnosedCondition } from '../../diagnosis/diagnosis.ts';
import type { LimitedBy } from '../../diagnosis/lawful-limit.ts';
import type { FindingKind } from '../../samples/diagnosis.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { conditionKey } from '../../samples/condition-key.ts';
import { trialsByCondition } from '../../samples/condition-trials.ts';
import { rowFigures, type RowFigures } from '../run-table.ts';

/** A condition with at least one valid trial of a closed loop, and what its diagnosis says of its limit. */
export interface MeasuredCondition {
  readonly condition: Condition;
  readonly endpoint: string;
  readonly trials: readonly TrialRecord[];
  readonly figures: RowFigures;
  readonly connections: number;
  readonly durationMs: number;
  readonly windowMs: number;
  readonly timeoutMs: number;
  readonly law: ClosedLoopLaw | null;
  /** Of the law's limits; `neither` where they do not explain it, `unknown` where it is not known. */
  readonly limitedBy: LimitedBy;
  /** Where neither of the law's limits explains it: what does; null where nothing does. */
  readonly instead: FindingKind | null;
  /** It is the number completed that shows it: so many whole batches. The steady state is unknown, or astray. */
  readonly isSeenInBatches: boolean;
}

export function measuredConditions(stored: StoredRun): MeasuredCondition[] {
  const diagnosed = new Map(
    diagnoseConditions(stored).map((one) => [conditionKey(one.diagnosis.condition), one]),
  );
  return trialsByCondition(stored).flatMap(({ condition, valid }) => {
    const [first] = valid;
    const one = diagnosed.get(conditionKey(condition));
    // An open loop is asked for a rate: the law of the closed loop says nothing of it.
    return first?.load.loop === 'closed' && one !== undefined ? [measuredCondition(first, valid, one)] : [];
  });
}

/** Those that occur, each once. */
export const workerClassesOf = (conditions: readonly MeasuredCondition[]): WorkerClass[] => [
  ...new Set(conditions.flatMap(({ law }) => law?.workerClass ?? [])),
];

function measuredCondition(
  first: TrialRecord,
  trials: readonly TrialRecord[],
  { diagnosis, symptoms }: DiagnosedCondition,
): MeasuredCondition {
  const { connections, durationMs, timeoutMs, url } = first.load;
  const { condition, findings } = diagnosis;
  const { law, lawful } = symptoms;
  const limit = limitAmong(findings)?.kind ?? 'undetermined';
  const isLawful = LAWFUL_KINDS[lawful.limitedBy].includes(limit);
  return {
    condition,
    endpoint: String(condition['endpoint'] ?? new URL(url).pathname),
    trials,
    figures: rowFigures(trials),
    connections,
    durationMs: durationMs ?? first.windowMs,
    windowMs: first.windowMs,
    timeoutMs,
    law,
    limitedBy: isLawful ? lawful.limitedBy : 'unknown',
    instead: lawful.limitedBy === 'neither' && limit !== 'undetermined' ? limit : null,
    isSeenInBatches: isLawful && lawful.isSeenInBatches,
  };
}

/** What the diagnosis finds where the law's limit is the ceiling: where it finds another, the law has not the last word. */
const LAWFUL_KINDS: Readonly<Record<LimitedBy, readonly FindingKind[]>> = {
  offeredLoad: ['offeredLoad'],
  slots: ['poolSlots', 'eventLoopBlocked'],
  unevenConnections: ['unevenConnections'],
  neither: [
    'undetermined',
    'poolSlots',
    'eventLoopBlocked',
    'cpuSaturated',
    'unevenConnections',
    'acceptQueue',
    'generatorSaturated',
    'externalWait',
  ],
  unknown: [],
};
