import { randomBytes } from 'node:crypto';
import { conditionsOf } from '../plan/conditions.ts';
import { planWarnings } from '../plan/plan-warnings.ts';
import { scheduleTrials, type ScheduledTrial } from '../plan/trial-schedule.ts';
import { RUN_SCHEMA, type RunRecord } from '../samples/run-record.ts';
import type { RunStore } from '../store/run-store.ts';
import { VERSION } from '../version.ts';
import { generatorWarnings } from './check-generator.ts';
import { targetRecord } from './target-record.ts';
import { measureTrial } from './measure-trial.ts';
import type { TrialOptions } from './trial-options.ts';

/** What a run needs from outside; its signal ends it after what is finished. */
export interface RunOptions extends TrialOptions {
  seed: number;
  /** The command line, to be kept with the run. */
  command: string[];
  store: RunStore;
}

/**
 * Executes a plan trial by trial; each is in the store before the next starts. A trial that cannot be measured
 * is noted and the run goes on.
 * @returns the run as it ended
 */
export async function runPlan(options: RunOptions): Promise<RunRecord> {
  const { plan, store, onEvent, signal } = options;
  const run = newRun(options);
  const trials = scheduleTrials(run.plan.conditions, plan.replicates, run.seed, plan.interleave);
  store.saveRun(run);
  onEvent({ type: 'runStarted', run, trials });
  for (const trial of trials) {
    if (signal.aborted) break;
    await runTrial(run, trial, options);
  }
  run.state = signal.aborted ? 'interrupted' : 'finished';
  run.finishedAt = new Date().toISOString();
  store.saveRun(run);
  onEvent({ type: 'runEnded', run });
  return run;
}

async function runTrial(run: RunRecord, trial: ScheduledTrial, options: RunOptions): Promise<void> {
  const { store, onEvent } = options;
  const outcome = await measureTrial(trial, options);
  switch (outcome.state) {
    case 'measured':
      store.addTrial(run.id, outcome.record);
      onEvent({ type: 'trialFinished', trial, record: outcome.record });
      break;
    case 'failed':
      run.failedTrials.push({ position: trial.position, condition: trial.condition, reason: outcome.reason });
      store.saveRun(run);
      onEvent({ type: 'trialFailed', trial, reason: outcome.reason });
      break;
    case 'interrupted':
      break;
  }
}

function newRun({ plan, timeScale, seed, command, generator = 'loadstone' }: RunOptions): RunRecord {
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
    margin: 0.05,
    until: null,
    jobs: null,
    failedTrials: [],
    warnings: [...planWarnings(plan, timeScale), ...generatorWarnings(generator, plan)],
    plan: {
      name: plan.name,
      description: plan.description ?? null,
      replicates: plan.replicates,
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
