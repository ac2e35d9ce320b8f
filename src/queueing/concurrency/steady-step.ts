import { mostConnections, type SweepProgress } from './sweep-progress.ts';
import { measure, type SweepStep } from './sweep-trial.ts';

/** So long that connections go round this often. */
const ROUNDS = 6;
const STEADY_TRIALS = 2;
const STEADY_AT_LEAST_MS = 1_500;

/** Requests wait, but not in batches: the throughput on more connections shows what is scarce. */
export function steadyStep({ points, estimate, connectionsMax }: SweepProgress): SweepStep {
  const steady = points.filter(({ trial }) => trial.load.requests === null);
  if (steady.length >= STEADY_TRIALS)
    return { state: 'enough', because: 'more connections bring no more, and responses come in no batches' };
  const top = mostConnections(points);
  const connections = steady.length === 0 ? top : Math.min(connectionsMax, 2 * top);
  const last = estimate.points.find(({ point }) => point.connections === top)?.point;
  const cycle = Math.max(estimate.sample.meanMs, last?.trial.responseTimeMs.observed.mean ?? 0);
  const durationMs = Math.ceil(Math.max(STEADY_AT_LEAST_MS, (ROUNDS * cycle * connections) / top));
  return measure(
    { connections, requests: null, durationMs },
    `on ${top} connections requests wait, and responses come in no batches`,
  );
}
