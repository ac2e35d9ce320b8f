import type { EndpointSweep } from '../queueing/sweep-record.ts';
import type { ChartPoint } from './line-chart.ts';

/** The preferred explanation as a line over the connections, with its bend at the knee. */
export function sweepCurve({ ceiling, points, knee, maxThroughputPerSecond }: EndpointSweep): ChartPoint[] {
  const predicted = points.flatMap(({ connections, predictedPerSecond }) =>
    predictedPerSecond === null ? [] : [{ x: connections, y: predictedPerSecond }],
  );
  const [x, y] = [knee?.connections.estimate ?? null, maxThroughputPerSecond.estimate];
  const last = predicted.at(-1);
  const hasBend = ceiling === 'slots' || ceiling === 'blockedLoop' || ceiling === 'cpu';
  if (!hasBend || x === null || y === null || last === undefined || x >= last.x) return predicted;
  return [...predicted.filter((point) => point.x !== x), { x, y }].toSorted((one, other) => one.x - other.x);
}
