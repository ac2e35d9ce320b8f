import type { Condition } from '../../plan/plan.ts';
import { mergeSorted, totalCount, type DurationCount } from '../../samples/duration-counts.ts';
import { recordedSince } from '../../samples/histogram.ts';
import type { StoredRun } from '../../samples/run-record.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';
import { isUnevenlySpread, workerConnections } from '../../samples/worker-connections.ts';
import type { MeasuredServer, ModelledTrial } from './modelled-trial.ts';

/** Where service times are from: the server's own telemetry, or the response times of trials in which nothing waited. */
export interface MeasuredSource {
  readonly from: 'telemetry' | 'responseTimes' | 'plan';
  /** How many requests. */
  readonly count: number;
}

/**
 * What a run shows of the server of a condition, which need not be among its conditions: the service times of its endpoint
 * in all valid trials, and the connections of the workers of that very condition where they were uneven.
 * @param modelOf what is known of a trial's server without the run's figures
 */
export function measuredServer(
  { trials }: StoredRun,
  condition: Condition,
  modelOf: (condition: Condition) => ModelledTrial,
): MeasuredServer & MeasuredSource {
  const valid = trials.filter(({ validity }) => validity.valid);
  const alike = valid.filter((trial) => isOfSameHandler(trial.condition, condition));
  const own = alike.find((trial) =>
    Object.entries(condition).every(([name, level]) => trial.condition[name] === level),
  );
  const connections = own && workerConnections(own)?.map(Math.round);
  const spread = connections !== undefined && isUnevenlySpread(connections) ? { connections } : {};
  const told = merged(alike.map(toldServiceTimes));
  if (told.length > 0) return { ...spread, ...measured(told), from: 'telemetry' };
  const seen = merged(
    alike.filter((trial) => nothingWaits(trial, modelOf(trial.condition))).map(responseTimes),
  );
  if (seen.length > 0) return { ...spread, ...measured(seen), from: 'responseTimes' };
  return { ...spread, from: 'plan', count: 0 };
}

const measured = (counts: readonly DurationCount[]) => ({
  service: { kind: 'measured', counts } as const,
  count: totalCount(counts),
});

/** What decides how long a handler takes, and not how many of it run. */
const OF_HANDLER = ['endpoint', 'target', 'hold', 'app'];

const isOfSameHandler = (one: Condition, other: Condition): boolean =>
  OF_HANDLER.every((name) => one[name] === other[name]);

const merged = (lists: readonly (readonly DurationCount[])[]): readonly DurationCount[] =>
  lists.reduce(mergeSorted, []);

function toldServiceTimes({ telemetry }: TrialRecord): readonly DurationCount[] {
  const workers = telemetry?.workers ?? [];
  return merged(
    workers.map(({ totals }) =>
      totals === null ? [] : recordedSince(totals.histograms.serviceTime, undefined),
    ),
  );
}

const responseTimes = ({ histograms }: TrialRecord): readonly DurationCount[] =>
  histograms === null ? [] : recordedSince(histograms.observed, undefined);

/** Where there is a slot for each connection, a response time is a service time. */
function nothingWaits({ load, observation }: TrialRecord, modelled: ModelledTrial): boolean {
  if (modelled.state === 'unknown') return false;
  const { workers, slots, requests } = modelled.model.server;
  if (requests.every(({ place }) => place === 'timer')) return true;
  if (requests.some(({ place }) => place === 'eventLoop')) return load.connections <= 1;
  const connections = workerConnections({ observation });
  return connections === undefined
    ? load.connections <= slots
    : Math.max(...connections) <= slots && connections.length <= workers;
}
