import { reportedSweep } from '../../reported-sweep.ts';
import type { Chart, ChartSource } from '../chart.ts';
import { MOST_PANELS } from '../panels.ts';
import type { Pencil } from '../pencil.ts';
import { connectionsSweepChart } from './connections-sweep.ts';
import { rateSweepChart } from './rate-sweep.ts';

const nameOf = (place: number): string => (place === 0 ? 'sweep' : `sweep-${place + 1}`);

/** Of a sweep one chart for each endpoint; of other runs none. */
export function sweepCharts({ stored }: ChartSource, pencil: Pencil): Chart[] {
  const sweep = reportedSweep(stored);
  if (sweep === undefined) return [];
  return [
    ...sweep.endpoints
      .slice(0, MOST_PANELS)
      .flatMap((endpoint, place) => connectionsSweepChart(endpoint, nameOf(place), stored, pencil) ?? []),
    ...sweep.rates
      .slice(0, MOST_PANELS)
      .flatMap((rate, place) => rateSweepChart(rate, nameOf(place), pencil) ?? []),
  ];
}
