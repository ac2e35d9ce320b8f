import { accountedCount } from '../../src/samples/ledger.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';

/** The machine's own milliseconds weigh this much at a tenth of the length. */
const STEADY_WITHIN = 0.04;

/** Completed requests in the published table: 200 for sync on one worker, 500 for all others. */
export function publishedCount({ condition }: TrialRecord): number {
  return condition['endpoint'] === '/sync' && condition['workers'] === 1 ? 200 : 500;
}

/** What a run of the default plan gets wrong of the published experiment; empty when it is reproduced. */
export function departuresFromPublished({ run, trials }: StoredRun): string[] {
  const departures = trials.flatMap((trial) => departuresOf(trial, run.timeScale));
  if (trials.length !== 8) departures.push(`${trials.length} of 8 trials`);
  return departures;
}

function departuresOf(trial: TrialRecord, timeScale: number): string[] {
  const { condition, ledger, responseTimeMs, validity } = trial;
  const name = Object.values(condition).join(' × ');
  const departures: string[] = [];
  const expect = (holds: boolean, what: string): void => {
    if (!holds) departures.push(`${name}: ${what}`);
  };
  expect(ledger.completed === publishedCount(trial), `${ledger.completed} completed`);
  expect(accountedCount(ledger) === ledger.started, 'the ledger does not balance');
  expect(validity.valid, validity.reasons.join('; '));
  expect(ledger.inFlightAtEnd === 100, `${ledger.inFlightAtEnd} in flight at the end`);
  // Six holds of it say nothing of a warm-up: nothing is left out.
  const { state = 'tooShort', cutMs = 0 } = trial.warmUp ?? {};
  expect(state === 'tooShort' && cutMs === 0, `warm-up ${state}, ${cutMs} ms left out`);
  // A noisy machine is late by some milliseconds a hold, however long it is; at full length that is nothing.
  const noise = 20 / (10_000 * timeScale);
  const holds = (ms: number | null): number => (ms ?? Number.NaN) / (10_000 * timeScale);
  if (condition['endpoint'] === '/async') {
    expect(
      Math.abs(holds(responseTimeMs.observed.p50) - 1) <= 0.01,
      `median ${responseTimeMs.observed.p50} ms`,
    );
    const mean = responseTimeMs.observed.mean ?? Number.NaN;
    expect(mean >= 10_000 * timeScale && mean <= 10_000 * timeScale * (1.01 + noise), `mean ${mean} ms`);
  }
  // 40 slots or 100 connections, whichever is less, each for a hold and the server's own time.
  const limit = publishedCount(trial) === 200 ? 40 : 100;
  const steady = (trial.throughput.steadyStatePerSecond ?? Number.NaN) * 10 * timeScale;
  expect(Math.abs(steady / limit - 1) <= STEADY_WITHIN, `steady state ${steady.toFixed(2)} a hold`);
  if (publishedCount(trial) === 200) {
    expect((ledger.completedLate ?? Number.NaN) <= 60, `${ledger.completedLate} late`);
    expect(
      Math.abs(holds(responseTimeMs.observed.mean) / 2.1 - 1) <= 0.02 + noise,
      `mean ${responseTimeMs.observed.mean} ms`,
    );
    expect(
      Math.abs(holds(responseTimeMs.observed.p50) / 2 - 1) <= 0.02 + noise,
      `median ${responseTimeMs.observed.p50} ms`,
    );
  }
  return departures;
}
