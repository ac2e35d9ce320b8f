import type { TrialRecord } from '../../samples/trial-record.ts';
import type { SweepLimits } from './sweep-limits.ts';
import type { SweepStep, SweepTrial } from './sweep-trial.ts';

/** The step itself, its trial no longer than the time that is left, or that there is no time for it. */
export function withinBudget(
  step: SweepStep,
  trials: readonly TrialRecord[],
  limits: SweepLimits,
): SweepStep {
  if (step.state !== 'measure') return step;
  const used = trials.reduce((sum, { windowMs }) => sum + windowMs + limits.overheadMs, 0);
  const left = limits.timeBudgetMs - used - limits.overheadMs;
  const longest = longestOf(step, trials);
  if (longest <= left) return { ...step, durationMs: Math.min(step.durationMs, left) };
  return {
    state: 'limit',
    because: `${Math.round(used / 1e3)} s are used, and the next trial takes up to ${Math.ceil(longest / 1e3)} s`,
  };
}

/** What a trial takes if requests on it take as long as they did on average: its duration is a limit for the worst. */
function longestOf(step: SweepTrial, trials: readonly TrialRecord[]): number {
  if (step.requests === null || trials.length === 0) return step.durationMs;
  const service = Math.min(...trials.flatMap(({ responseTimeMs }) => responseTimeMs.observed.mean ?? []));
  const rounds = Math.ceil(step.requests / step.connections);
  return Math.min(step.durationMs, rounds * (Number.isFinite(service) ? service : step.durationMs));
}
