import type { EndpointSweep, RateSweep } from '../queueing/sweep-record.ts';
import { plainColumn, UNKNOWN, type FigureTable } from './figure-table.ts';
import { countText, figureText } from './figure-text.ts';
import { estimateText } from './estimate-text.ts';

const figure = (value: number | null): string => (value === null ? UNKNOWN : figureText(value));

/** The trials of a sweep by their connections, beside what the preferred explanation expects of them. */
export function sweepTable({ points }: EndpointSweep): FigureTable {
  const rate = { group: 'requests/s' };
  const time = { group: 'response time in ms' };
  return {
    title: 'Measured',
    keys: [
      plainColumn(
        'connections',
        points.map(({ connections }) => countText(connections)),
      ),
    ],
    columns: [
      plainColumn(
        'completed',
        points.map(({ completed }) => countText(completed)),
      ),
      plainColumn(
        'measured',
        points.map(({ throughputPerSecond }) => estimateText(throughputPerSecond) ?? UNKNOWN),
        rate,
      ),
      plainColumn(
        'model',
        points.map(({ predictedPerSecond }) => figure(predictedPerSecond)),
        rate,
      ),
      plainColumn(
        'mean',
        points.map(({ meanResponseTimeMs }) => figure(meanResponseTimeMs)),
        time,
      ),
      plainColumn(
        'p99',
        points.map(({ p99ResponseTimeMs }) => figure(p99ResponseTimeMs)),
        time,
      ),
    ],
  };
}

/** The trials of a search for the highest rate, as they were made. */
export function rateTable({ points }: RateSweep): FigureTable {
  return {
    title: 'Measured',
    keys: [
      plainColumn(
        'arrivals/s',
        points.map(({ arrivalsPerSecond }) => figureText(arrivalsPerSecond)),
      ),
    ],
    columns: [
      plainColumn(
        'completed/s',
        points.map(({ completedPerSecond }) => figureText(completedPerSecond)),
      ),
      plainColumn(
        'queue',
        points.map(({ backlog }) => backlog),
      ),
      plainColumn(
        'grows by, /s',
        points.map(({ growthPerSecond }) => estimateText(growthPerSecond) ?? UNKNOWN),
      ),
      plainColumn(
        'p99 in ms',
        points.map(({ p99ResponseTimeMs }) => figure(p99ResponseTimeMs)),
      ),
    ],
  };
}
