import type { EndpointSweep } from '../queueing/sweep-record.ts';
import type { ChartPoint } from './line-chart.ts';

/** The preferred explanation as a line over the connections. */
export function sweepCurve({ points }: EndpointSweep): ChartPoint[] {
  return points.flatMap(({ connections, predictedPerSecond }) =>
    predictedPerSecond === null ? [] : [{ x: connections, y: predictedPerSecond }],
  );
}
