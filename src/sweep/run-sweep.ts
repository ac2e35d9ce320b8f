import type { SweepEnd, SweepRecord } from '../queueing/sweep-record.ts';
import { LiveKeeper } from '../run/live/live-keeper.ts';
import type { LiveRun } from '../samples/live-run.ts';
import { verifyGoals } from './goal-verification.ts';
import { KeptRun } from './kept-run.ts';
import { decisionOf } from './sweep-decisions.ts';
import type { SweepEvent } from './sweep-events.ts';
import { SweepFold } from './sweep-fold.ts';
import type { SweepOptions } from './sweep-options.ts';
import { fitOf, sweepRecord, workersIn } from './sweep-record.ts';
import { SweptEndpoint } from './swept-endpoint.ts';

/**
 * Sweeps the endpoints of a server, one after the other, each on a server of its own where it is started for the sweep.
 * Every trial is in the store before the next starts.
 * @returns what follows from the trials
 */
export async function runSweep(options: SweepOptions): Promise<SweepRecord> {
  const { store, onEvent } = options;
  const run = new KeptRun(options);
  const fold = new SweepFold(options.bounds.timeBudgetMs);
  const onLive = (live: LiveRun): void => onEvent({ type: 'sweepProgress', live });
  const keeper = new LiveKeeper<SweepEvent>({ runId: run.record.id, store, fold, onLive });
  const follow = (event: SweepEvent): void => {
    onEvent(event);
    keeper.take(event, event.type === 'stepProgress');
  };
  let ends: Map<string, SweepEnd>;
  try {
    ends = await sweepEndpoints(run, { ...options, onEvent: follow });
  } finally {
    keeper.end();
  }
  onEvent({ type: 'sweepEnded', run: run.record });
  return sweepRecord(run.stored(), {
    goals: options.goals,
    toServe: options.toServe,
    connectionsMax: options.bounds.connectionsMax,
    ends,
  });
}

/** @returns how each of them ended */
async function sweepEndpoints(run: KeptRun, options: SweepOptions): Promise<Map<string, SweepEnd>> {
  const { plan, signal, onEvent } = options;
  const endpoints = (plan.factors['endpoint'] ?? []).map(String);
  onEvent({ type: 'sweepStarted', run: run.record, endpoints });
  const ends = new Map<string, SweepEnd>();
  for (const endpoint of endpoints) {
    if (signal.aborted) break;
    ends.set(endpoint, await sweepEndpoint(endpoint, run, options));
  }
  run.end(signal.aborted ? 'interrupted' : 'finished');
  return ends;
}

async function sweepEndpoint(endpoint: string, run: KeptRun, options: SweepOptions): Promise<SweepEnd> {
  const swept = new SweptEndpoint(endpoint, run, options);
  const [measured] = await Promise.allSettled([measureEndpoint(swept, run, options)]);
  // The server is stopped whether the trials went well or broke.
  const left = await swept.end();
  if (measured.status === 'rejected') throw measured.reason;
  return left === undefined ? measured.value : { state: 'failed', because: left };
}

/** One slot a worker may be the worker itself: that shows when it is asked for something else. */
async function askWhereOneAtATime(swept: SweptEndpoint, { record }: KeptRun): Promise<void> {
  const { slots, serviceTimeMs } = fitOf(record, swept.trials);
  const [atOnce, serviceMs] = [slots?.estimate ?? null, serviceTimeMs.estimate];
  if (atOnce === null || serviceMs === null) return;
  if (Math.round(atOnce) === workersIn(record, swept.trials))
    await swept.askMeanwhile(Math.round(atOnce), serviceMs);
}

async function measureEndpoint(swept: SweptEndpoint, run: KeptRun, options: SweepOptions): Promise<SweepEnd> {
  const failed = await swept.begin();
  if (failed !== undefined) return failed;
  const end = await swept.measure(decisionOf(options));
  const isWhole = end.state === 'enough' || end.state === 'limit';
  if (!isWhole || options.swept !== 'connections') return end;
  await askWhereOneAtATime(swept, run);
  await verifyGoals(swept, run, options);
  return end;
}
