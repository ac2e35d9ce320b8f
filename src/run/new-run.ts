import { randomBytes } from 'node:crypto';
import { conditionsOf } from '../plan/conditions.ts';
import type { Plan } from '../plan/plan.ts';
import { RUN_SCHEMA, type RunRecord } from '../samples/run-record.ts';
import { DEFAULT_MARGIN } from '../samples/effect.ts';
import { VERSION } from '../version.ts';
import { targetRecord } from './target-record.ts';
import type { Until } from './until/next-block.ts';

/** What is kept of how a run was asked for. */
interface Asked {
  plan: Plan;
  timeScale: number;
  seed: number;
  command: string[];
  /** Up to this a ratio counts as equivalent: 0.05 is 5 %, and what it is unless told. */
  margin?: number | undefined;
  until?: Until | undefined;
  jobs?: NonNullable<RunRecord['jobs']>['asked'] | undefined;
}

/** The record of a run that has just started. */
export function newRun(
  { plan, timeScale, seed, command, margin = DEFAULT_MARGIN, until, jobs }: Asked,
  warnings: string[],
): RunRecord {
  const startedAt = new Date();
  return {
    schema: RUN_SCHEMA,
    id: newRunId(startedAt),
    state: 'running',
    startedAt: startedAt.toISOString(),
    finishedAt: null,
    timeScale,
    seed,
    loadstoneVersion: VERSION,
    command,
    margin,
    until: until === undefined ? null : { ...until, ended: null, without: [] },
    jobs: jobs === undefined ? null : { asked: jobs, most: 1, repeated: [] },
    sweep: null,
    failedTrials: [],
    warnings,
    plan: {
      name: plan.name,
      description: plan.description ?? null,
      replicates: until === undefined ? plan.replicates : 1,
      interleave: plan.interleave ?? null,
      conditions: conditionsOf(plan.factors),
      published: plan.published ?? null,
      targets: Object.entries(plan.targets).map(([name, target]) => targetRecord(name, target)),
    },
  };
}

/** Sorts by time and reads as a time: `20261123-062512-1f3a`. */
function newRunId(startedAt: Date): string {
  const time = startedAt
    .toISOString()
    .replaceAll(/[-:]|\..*/g, '')
    .replace('T', '-');
  return `${time}-${randomBytes(2).toString('hex')}`;
}
