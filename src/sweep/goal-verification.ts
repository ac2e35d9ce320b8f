import { capacityWithin } from '../diagnosis/sweep/goal-capacity.ts';
import type { KeptRun } from './kept-run.ts';
import { fitOf, workersIn } from '../diagnosis/sweep/sweep-record.ts';
import type { SweepOptions } from './sweep-options.ts';
import { stepLoad, type StepTrial, type SweptEndpoint } from './swept-endpoint.ts';

/** So many response times show the 99th percentile. */
const REQUESTS_TO_VERIFY = 300;
/** Requests for each connection, at least; */
const ROUNDS_TO_VERIFY = 4;
/** and no more than are answered in this time. */
const VERIFY_FOR_S = 10;

/** Measures the largest load that is to meet the goals. */
export async function verifyGoals(swept: SweptEndpoint, run: KeptRun, options: SweepOptions): Promise<void> {
  const trial = trialToVerify(swept, run, options);
  if (trial !== undefined) await swept.measureStep(trial, null);
}

function trialToVerify(
  { trials }: SweptEndpoint,
  { record }: KeptRun,
  { goals, bounds: { connectionsMax } }: SweepOptions,
): StepTrial | undefined {
  const [first] = trials;
  if (goals.length === 0 || first === undefined) return undefined;
  const workers = workersIn(record, trials);
  const { connections, perSecond } = capacityWithin(fitOf(record, trials), {
    goals,
    workers,
    connectionsMax,
  });
  if (connections === null) return undefined;
  const inTime = Math.floor((perSecond ?? Infinity) * VERIFY_FOR_S);
  const least = ROUNDS_TO_VERIFY * connections;
  return {
    level: connections,
    load: stepLoad(
      first.load.timeoutMs * ROUNDS_TO_VERIFY,
      Math.max(least, Math.min(REQUESTS_TO_VERIFY, inTime)),
    ),
    because: 'the largest load that is to meet the goals',
  };
}
