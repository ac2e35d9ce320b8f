import { planWarnings } from '../plan/plan-warnings.ts';
import { scheduleBlocks, type ScheduledTrial } from '../plan/trial-schedule.ts';
import type { LiveRun } from '../samples/live-run.ts';
import type { RunRecord } from '../samples/run-record.ts';
import type { RunStore } from '../store/run-store.ts';
import { generatorWarnings } from './check-generator.ts';
import { BlocksInWaves } from './jobs/block-in-waves.ts';
import { systemClock, type Clock } from './jobs/clock.ts';
import { thisMachine, type Machine } from './jobs/machine.ts';
import { sharingWarnings } from './jobs/sharing-problem.ts';
import { LiveKeeper } from './live/live-keeper.ts';
import { RunFold } from './live/run-fold.ts';
import { measureTrial } from './measure-trial.ts';
import { newRun } from './new-run.ts';
import type { RunEvent } from './run-events.ts';
import type { TrialOptions } from './trial-options.ts';
import type { TrialOutcome } from './trial-outcome.ts';
import { Precision } from './until/precision.ts';
import { firstBlocks, nextBlock, type NextBlock, type Until } from './until/next-block.ts';

/** What a run needs from outside; its signal ends it after what is finished. */
export interface RunOptions extends TrialOptions {
  seed: number;
  /** The command line, to be kept with the run. */
  command: string[];
  store: RunStore;
  /** Up to this a ratio of two conditions counts as equivalent: 0.05 is 5 %, and what it is unless told. */
  margin?: number | undefined;
  /** Adds blocks to those of the plan until this is reached. */
  until?: Until | undefined;
  /** Trials that may go on at the same time; one unless told. */
  jobs?: Jobs['asked'] | undefined;
  /** What trials share, and what tells them the time. */
  machine?: Machine;
  clock?: Clock;
}

type Jobs = NonNullable<RunRecord['jobs']>;

/**
 * Executes a plan block by block; each trial is in the store before the next starts, or with several at the same time
 * before the next wave does. A trial that cannot be measured is noted and the run goes on.
 * @returns the run as it ended
 */
export async function runPlan(options: RunOptions): Promise<RunRecord> {
  const { plan, store, onEvent, machine = thisMachine } = options;
  const run = newRun(options, [
    ...planWarnings(plan, options.timeScale, machine.processors),
    ...generatorWarnings(options.generator ?? 'loadstone', plan),
    ...(options.jobs === undefined ? [] : sharingWarnings(plan, machine)),
  ]);
  store.saveRun(run);
  const fold = new RunFold(performance.now());
  const onLive = (live: LiveRun): void => onEvent({ type: 'runProgress', live });
  const keeper = new LiveKeeper<RunEvent>({ runId: run.id, store, fold, onLive });
  const follow = (event: RunEvent): void => {
    onEvent(event);
    keeper.take(event, event.type === 'trialProgress');
  };
  try {
    await measureBlocks(run, { ...options, onEvent: follow });
  } finally {
    keeper.end();
  }
  onEvent({ type: 'runEnded', run });
  return run;
}

/** Measures one block after the other until there are enough, and says in the run's record how it ended. */
async function measureBlocks(run: RunRecord, options: RunOptions): Promise<void> {
  const { plan, store, onEvent, signal, until } = options;
  const { conditions } = run.plan;
  const first = until === undefined ? plan.replicates : firstBlocks(plan.replicates, until);
  onEvent({ type: 'runStarted', run, trials: first * conditions.length });
  const precision = new Precision(conditions);
  const measure = blockMeasurement(run, precision, options);
  let next: NextBlock | undefined;
  for (const block of scheduleBlocks(conditions, run.seed, plan.interleave)) {
    const done = (block[0]?.block ?? 1) - 1;
    next = following(done, options, precision);
    if (signal.aborted || next.state !== 'go') break;
    run.plan.replicates = until === undefined ? plan.replicates : done + 1;
    store.saveRun(run);
    onEvent({ type: 'blockStarting', run, trials: block, awaited: next.awaited });
    await measure(block);
  }
  run.state = signal.aborted ? 'interrupted' : 'finished';
  run.finishedAt = new Date().toISOString();
  if (run.until !== null && next !== undefined) endUntil(run.until, next, precision);
  store.saveRun(run);
}

function following(done: number, { plan, until }: RunOptions, precision: Precision): NextBlock {
  const { replicates } = plan;
  if (until !== undefined) return nextBlock({ done, replicates }, until, precision.all);
  return done < replicates ? { state: 'go', awaited: null } : { state: 'limit' };
}

function endUntil(until: NonNullable<RunRecord['until']>, next: NextBlock, precision: Precision): void {
  until.ended = next.state === 'go' ? null : next.state;
  until.without = precision.without;
}

/** Measures the trials of a block: one after the other, or several at the same time. */
function blockMeasurement(
  run: RunRecord,
  precision: Precision,
  options: RunOptions,
): (block: readonly ScheduledTrial[]) => Promise<void> {
  const { store, signal, machine = thisMachine, clock = systemClock } = options;
  const keep = (trial: ScheduledTrial, outcome: TrialOutcome): void => {
    if (outcome.state === 'measured') precision.add(trial.condition, outcome.record);
    keepOutcome(run, trial, outcome, options);
  };
  const { jobs } = run;
  if (jobs === null)
    return async (block) => {
      for (const trial of block) if (!signal.aborted) keep(trial, await measureTrial(trial, options));
    };
  const waves = new BlocksInWaves({
    trial: options,
    asked: jobs.asked,
    machine,
    clock,
    keep,
    onWave: (most) => {
      jobs.most = Math.max(jobs.most, most);
      store.saveRun(run);
    },
    onRepeat: ({ trial: { position, condition }, busyShare }) => {
      jobs.repeated.push({ position, condition, busyShare });
      store.saveRun(run);
    },
  });
  return async (block) => waves.measure(block);
}

function keepOutcome(
  run: RunRecord,
  trial: ScheduledTrial,
  outcome: TrialOutcome,
  { store, onEvent }: RunOptions,
): void {
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
