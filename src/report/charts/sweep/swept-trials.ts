import { onAnyMachine } from '../../../diagnosis/sweep/busy-machine.ts';
import { trialsByEndpoint } from '../../../diagnosis/sweep/sweep-record.ts';
import { trialThroughputs } from '../../../queueing/concurrency/throughput-points.ts';
import type { TrialRecord } from '../../../samples/trial-record.ts';

/** One trial of a sweep over connections, as the chart has it. */
export interface SweptTrial {
  readonly connections: number;
  /** As the fit reckons it; of a trial that it leaves out, what completed in the window. */
  readonly perSecond: number;
  /** Of those that were answered; null where none was. */
  readonly meanMs: number | null;
  /** The fit is made of it. */
  readonly isUsed: boolean;
}

/** The trials of one endpoint, replicates and spoilt ones too. */
export function sweptTrials(trials: readonly TrialRecord[], endpoint: string): SweptTrial[] {
  const own = onAnyMachine(trialsByEndpoint(trials).get(endpoint) ?? []);
  const used = trialThroughputs(own);
  return own.map((trial) => ({
    connections: trial.load.connections,
    perSecond: used.get(trial) ?? trial.throughput.completedPerSecond,
    meanMs: trial.responseTimeMs.observed.mean,
    isUsed: used.has(trial),
  }));
}
