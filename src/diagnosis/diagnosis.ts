import type { Condition } from '../plan/plan.ts';
import { conditionKey } from '../samples/condition-key.ts';
import { trialsByCondition, type ConditionTrials } from '../samples/condition-trials.ts';
import type { Diagnosis, Finding } from '../samples/diagnosis.ts';
import { median } from '../samples/median.ts';
import type { RunRecord, StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';
import { findingsOf } from './ceiling.ts';
import { confidenceOf } from './confidence.ts';
import { conditionServer, UNKNOWN_SERVER, type ConditionServer } from './condition-server.ts';
import { evidenceOf } from './finding.ts';
import { differencePercent, NOTHING_PERCENT } from './threshold.ts';
import { symptomsOf, type LighterLoad, type Symptoms } from './symptoms.ts';

/** A diagnosis with what it was made from. */
export interface DiagnosedCondition {
  readonly diagnosis: Diagnosis;
  readonly symptoms: Symptoms;
}

/** What is known beside the trial itself. */
export interface DiagnosisContext {
  /** What is known of the server; nothing unless given. */
  readonly known?: ConditionServer;
  /** What the same server did under fewer connections. */
  readonly lighter?: readonly LighterLoad[];
}

/** What one trial shows, for itself. */
export function diagnoseTrial(
  trial: TrialRecord,
  { known = UNKNOWN_SERVER, lighter = [] }: DiagnosisContext = {},
): Diagnosis {
  const symptoms = symptomsOf([trial], known, lighter);
  if (symptoms === undefined) throw new Error('one trial has symptoms');
  return diagnosisOf(trial.condition, 1, findingsOf(symptoms));
}

/** What a run knows beside a trial of one of its conditions. */
export function trialContext(stored: StoredRun, condition: Condition): DiagnosisContext {
  const conditions = trialsByCondition(stored);
  return {
    known: knownServer(stored.run, condition, withoutSlots(stored.run, conditions)),
    lighter: lighterLoads(condition, conditions),
  };
}

/** What holds each condition of a run that was measured, in the plan's order. */
export function diagnose(stored: StoredRun): Diagnosis[] {
  return diagnoseConditions(stored).map(({ diagnosis }) => diagnosis);
}

export function diagnoseConditions(stored: StoredRun): DiagnosedCondition[] {
  const conditions = trialsByCondition(stored);
  const slotless = withoutSlots(stored.run, conditions);
  return conditions.flatMap((own) => {
    const trials = trialsOf(own);
    const known = knownServer(stored.run, own.condition, slotless);
    const lighter = lighterLoads(own.condition, conditions);
    const symptoms = symptomsOf(trials, known, lighter);
    if (symptoms === undefined) return [];
    const [ceiling, ...others] = findingsOf(symptoms);
    const agreed = trials.length > 1 ? withAgreement(ceiling, trials, { known, lighter }) : ceiling;
    return [{ diagnosis: diagnosisOf(own.condition, trials.length, [agreed, ...others]), symptoms }];
  });
}

/** Endpoints that in any condition do more than its slots allow: their handlers take none, wherever they run the same way. */
function withoutSlots(run: RunRecord, conditions: readonly ConditionTrials[]): ReadonlySet<string> {
  const keys = conditions.flatMap((own) => {
    const known = conditionServer(run, own.condition);
    const symptoms = symptomsOf(own.valid, known);
    const limit = symptoms?.law?.limitPerSecond;
    if (symptoms === undefined || limit === undefined) return [];
    const { observedPerSecond } = symptoms.load;
    // What came back, too: the steady state is an estimate.
    const exceeds = [symptoms.perSecond, observedPerSecond].every(
      (perSecond) => differencePercent(perSecond, limit) > NOTHING_PERCENT,
    );
    return exceeds ? [handlerKey(own.condition, known)] : [];
  });
  return new Set(keys);
}

function knownServer(run: RunRecord, condition: Condition, slotless: ReadonlySet<string>): ConditionServer {
  const known = conditionServer(run, condition);
  return slotless.has(handlerKey(condition, known)) ? { ...known, slotsAWorker: Infinity } : known;
}

/** What decides how a handler is run. */
const handlerKey = ({ target, endpoint }: Condition, { workerClass }: ConditionServer): string =>
  JSON.stringify([target, endpoint, workerClass]);

const diagnosisOf = (condition: Condition, trials: number, findings: [Finding, ...Finding[]]): Diagnosis => ({
  condition,
  trials,
  ceiling: findings[0].kind,
  findings,
});

/** Invalid trials are heard where there are no others: what spoilt them may be what there is to be found. */
const trialsOf = ({ valid, invalid }: ConditionTrials): readonly TrialRecord[] =>
  valid.length > 0 ? valid : invalid;

/** Of the trials, the share that has to show the same for it to be more than chance. */
const AGREEING = 2 / 3;

/** The figures are medians: how many trials show the same each for itself is another matter. */
function withAgreement(ceiling: Finding, trials: readonly TrialRecord[], context: DiagnosisContext): Finding {
  const agreeing = trials.filter((trial) => diagnoseTrial(trial, context).ceiling === ceiling.kind).length;
  const speaks = agreeing >= trials.length * AGREEING ? 'context' : 'against';
  const evidence = [
    ...ceiling.evidence,
    evidenceOf('trialsAgreeing', 'trials', agreeing, speaks, trials.length),
  ];
  return { ...ceiling, evidence, confidence: confidenceOf(evidence) };
}

/** The closed loops of a run that differ from a condition by having fewer connections. */
function lighterLoads(condition: Condition, conditions: readonly ConditionTrials[]): LighterLoad[] {
  const { connections } = condition;
  if (typeof connections !== 'number') return [];
  const key = keyWithoutConnections(condition);
  return conditions.flatMap(({ condition: other, valid }) => {
    const isLighter = typeof other['connections'] === 'number' && other['connections'] < connections;
    if (!isLighter || keyWithoutConnections(other) !== key) return [];
    const load = lighterLoad(valid.filter(({ load: { loop } }) => loop === 'closed'));
    return load === undefined ? [] : [load];
  });
}

function lighterLoad(trials: readonly TrialRecord[]): LighterLoad | undefined {
  const [first] = trials;
  const perSecond = median(
    trials.map(({ throughput }) => throughput.steadyStatePerSecond ?? throughput.completedPerSecond),
  );
  const meanMs = median(
    trials.map(
      ({ responseTimeMs }) => responseTimeMs.censored?.mean.estimate ?? responseTimeMs.observed.mean,
    ),
  );
  if (first === undefined || perSecond === null || meanMs === null) return undefined;
  return { connections: first.load.connections, perSecond, meanMs };
}

const keyWithoutConnections = (condition: Condition): string =>
  conditionKey(Object.fromEntries(Object.entries(condition).filter(([name]) => name !== 'connections')));
