import { mostConnections, type KnownSlots, type SweepProgress } from './sweep-progress.ts';
import { durationAtMost, measure, type SweepStep } from './sweep-trial.ts';

/** Two bursts that agree, one of them on many more connections than slots, settle fixed service times; after so many it ends. */
const MOST_BURSTS = 5;
/** More connections than slots by these factors: batches of other sizes each. */
const BURST_FACTORS = [2.5, 3.4, 1.7] as const;

/** Another burst, on another number of connections, until two agree. */
export function burstStep({ points, estimate, connectionsMax }: SweepProgress, slots: KnownSlots): SweepStep {
  const bursts = estimate.saturated.filter(({ busy }) => busy?.isBetweenBatches === true);
  const isWide = bursts.some(
    ({ point }) => point.connections >= Math.min(connectionsMax, 2 * slots.estimate),
  );
  if (bursts.length >= 2 && isWide && slots.low === slots.high)
    return { state: 'enough', because: `${bursts.length} bursts came back in batches of ${slots.estimate}` };
  const tried = new Set(points.map(({ connections }) => connections));
  const untried = BURST_FACTORS.map((factor) =>
    Math.min(connectionsMax, Math.ceil(factor * slots.estimate) + 1),
  ).find((connections) => connections > slots.estimate && !tried.has(connections));
  const connections = untried ?? mostConnections(points);
  if (bursts.length >= MOST_BURSTS)
    return { state: 'limit', because: `${bursts.length} bursts do not agree` };
  const { meanMs } = estimate.sample;
  return measure(
    {
      connections,
      requests: connections,
      durationMs: durationAtMost((connections / slots.estimate) * meanMs, meanMs),
    },
    `a burst came back in batches of ${slots.estimate}`,
  );
}
