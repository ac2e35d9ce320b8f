import { planSchema } from '../../src/plan/plan.ts';
import { scheduleTrials } from '../../src/plan/trial-schedule.ts';
import { measureTrial } from '../../src/run/measure-trial.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { Guard } from '../../src/target/guard.ts';
import { startTarget } from '../../src/target/start-target.ts';
import type { TroubledTrial } from './troubles.ts';

/** Starts the server, loads it and stops it, as `loadstone run` does. @throws {Error} when that could not be done */
export async function measureTrouble({ command, load, readyPath }: TroubledTrial): Promise<TrialRecord> {
  const plan = planSchema.parse({
    name: 'trouble',
    target: { kind: 'command', command, ready: { path: readyPath, settle: '200ms', within: '20s' } },
    load,
    factors: { endpoint: ['/'] },
  });
  const [trial] = scheduleTrials([{ endpoint: '/' }], 1, 1);
  if (trial === undefined) throw new Error('one condition is one trial');
  const guard = await Guard.start();
  try {
    const outcome = await measureTrial(trial, {
      plan,
      timeScale: 1,
      guard,
      startTarget: startTarget(guard),
      onEvent: () => {},
      signal: new AbortController().signal,
    });
    if (outcome.state === 'measured') return outcome.record;
    throw new Error(outcome.state === 'failed' ? outcome.reason : outcome.state);
  } finally {
    guard.end();
  }
}
