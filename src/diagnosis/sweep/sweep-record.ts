import { diagnose } from '../diagnosis.ts';
import { UserError } from '../../errors.ts';
import { conditionKey } from '../../samples/condition-key.ts';
import { fitConcurrency } from '../../queueing/concurrency/concurrency-fit.ts';
import type { ConcurrencyFit } from '../../queueing/concurrency/concurrency-fit-schema.ts';
import type { Goal } from '../../queueing/prediction/goal.ts';
import {
  SWEEP_SCHEMA,
  type EndpointSweep,
  type SweepEnd,
  type SweepRecord,
} from '../../queueing/sweep-record.ts';
import type { Diagnosis } from '../../samples/diagnosis.ts';
import type { RunRecord, StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { hadBusyMachine, onAnyMachine } from './busy-machine.ts';
import { capacityOf } from './goal-capacity.ts';
import { rateFigures } from './rate-record.ts';
import { serversFor } from './servers-for.ts';

/** What is asked of the trials of a sweep. */
export interface SweepQuestions {
  readonly goals: readonly Goal[];
  /** Connections that somebody would like to have served at once. */
  readonly toServe: number;
  /** No load has more. */
  readonly connectionsMax: number;
  /** How each endpoint's sweep ended; absent where a stored run is read again. */
  readonly ends?: ReadonlyMap<string, SweepEnd>;
}

const STORED: SweepEnd = { state: 'stored', because: 'it is read again from a stored run' };

/**
 * What follows from the trials of a sweep.
 * @throws {UserError} when something else was varied too
 */
export function sweepRecord(stored: StoredRun, questions: SweepQuestions): SweepRecord {
  const { run, trials } = stored;
  const byEndpoint = trialsByEndpoint(trials);
  for (const [endpoint, own] of byEndpoint) refuseOtherFactors(endpoint, own);
  // An endpoint without a trial has an end all the same.
  const all = [...new Set([...(questions.ends?.keys() ?? []), ...byEndpoint.keys()])];
  const isOpen = run.sweep?.swept === 'arrivalsPerSecond' || trials.some(({ load }) => load.loop === 'open');
  const endOf = (endpoint: string): SweepEnd => questions.ends?.get(endpoint) ?? STORED;
  const ofAll = <Sweep>(sweepOf: (endpoint: string, own: readonly TrialRecord[]) => Sweep): Sweep[] =>
    all.map((endpoint) => sweepOf(endpoint, byEndpoint.get(endpoint) ?? []));
  return {
    schema: SWEEP_SCHEMA,
    run: run.id,
    startedAt: run.startedAt,
    state: run.state,
    endpoints: isOpen
      ? []
      : ofAll((endpoint, own) => endpointSweep(run, own, questions, { endpoint, ended: endOf(endpoint) })),
    rates: isOpen
      ? ofAll((endpoint, own) => ({
          endpoint,
          ended: endOf(endpoint),
          tookMs: tookMs(own),
          ...rateFigures(own),
        }))
      : [],
  };
}

/** In the order in which they were swept. */
export const trialsByEndpoint = (trials: readonly TrialRecord[]): Map<string, TrialRecord[]> =>
  Map.groupBy(trials, endpointOf);

const endpointOf = ({ condition, load }: TrialRecord): string => {
  const { pathname, search } = new URL(load.url);
  return String(condition['endpoint'] ?? pathname + search);
};

const SWEPT: ReadonlySet<string> = new Set(['endpoint', 'connections', 'arrivalsPerSecond']);

function refuseOtherFactors(endpoint: string, trials: readonly TrialRecord[]): void {
  const levels = (name: string): number => new Set(trials.map(({ condition }) => condition[name])).size;
  const names = [...new Set(trials.flatMap(({ condition }) => Object.keys(condition)))];
  const other = names.find((name) => !SWEPT.has(name) && levels(name) > 1);
  if (other === undefined) return;
  throw new UserError({
    what: `the trials of ${endpoint} differ in ${other} too, so they are of several servers`,
    remedy: 'Name a run that varies connections and nothing else of a server',
  });
}

type Named = Pick<EndpointSweep, 'endpoint' | 'ended'>;

function endpointSweep(
  run: RunRecord,
  trials: readonly TrialRecord[],
  { goals, toServe, connectionsMax }: SweepQuestions,
  named: Named,
): EndpointSweep {
  const workers = workersIn(run, trials);
  const fit = fitOf(run, trials);
  return {
    ...named,
    ...fit,
    tookMs: tookMs(trials),
    toServe: serversFor(toServe, fit, workers),
    capacity:
      goals.length === 0 || trials.length === 0
        ? null
        : capacityOf(fit, trials, { goals, toServe, workers, connectionsMax }),
    diagnosis: topDiagnosis(run, trials),
  };
}

/** The fit, with what else is known of the server. */
export function fitOf(run: RunRecord, trials: readonly TrialRecord[]): ConcurrencyFit {
  const workers = workersIn(run, trials);
  const loopBlocked = isLoopBlocked(run, trials);
  const fit = fitConcurrency(onAnyMachine(trials), { workers, loopBlocked });
  const busy = trials.filter(hadBusyMachine).length;
  if (busy === 0) return fit;
  const note = `in ${busy} of ${trials.length} trials something else took more than a quarter of the processors and left none idle: rates and times may be better on an idle machine`;
  return { ...fit, notes: [...fit.notes, note] };
}

/** What the server itself showed when it was asked, or else what the diagnosis concludes. */
function isLoopBlocked(run: RunRecord, trials: readonly TrialRecord[]): boolean {
  const [first] = trials;
  const answers = first && run.sweep?.answersMeanwhile[endpointOf(first)];
  if (answers !== undefined) return !answers;
  return topDiagnosis(run, trials)?.findings.some(({ kind }) => kind === 'eventLoopBlocked') ?? false;
}

/** Workers of the server: as they were asked for, or as they were seen; 1 where nobody knows. */
export function workersIn({ plan }: RunRecord, trials: readonly TrialRecord[]): number {
  const asked = plan.targets[0]?.workers;
  const seen = trials.map(
    ({ observation }) => observation?.processes.filter(({ isWorker }) => isWorker).length ?? 0,
  );
  return asked ?? Math.max(1, ...seen);
}

/** Of the most connections: what holds the server shows there. */
function topDiagnosis(run: RunRecord, trials: readonly TrialRecord[]): Diagnosis | null {
  const most = Math.max(...trials.map(({ load }) => load.connections));
  const top = trials.find(({ load }) => load.connections === most);
  if (top === undefined) return null;
  const key = conditionKey(top.condition);
  return (
    diagnose({ run, trials: onAnyMachine(trials) }).find(
      ({ condition }) => conditionKey(condition) === key,
    ) ?? null
  );
}

function tookMs(trials: readonly TrialRecord[]): number {
  const [first, last] = [trials[0], trials.at(-1)];
  if (first === undefined || last === undefined) return 0;
  return Date.parse(last.startedAt) - Date.parse(first.startedAt) + last.windowMs;
}
