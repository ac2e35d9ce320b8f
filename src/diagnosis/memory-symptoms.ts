import { median } from '../samples/median.ts';
import type { Observation } from '../samples/observation.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** How the memory of a server went over a trial; in bytes, resident, of all its processes together. */
export interface MemorySymptoms {
  readonly startBytes: number;
  readonly endBytes: number;
  /** Over the later two thirds of the window: a heap that has only begun to fill is no leak. */
  readonly bytesPerSecond: number;
  /** Of the steps from one reading to the next in that time, the share that did not go down. */
  readonly risingShare: number;
  /** How fast it grew in the last third, over how fast in the middle one. */
  readonly goesOn: number;
}

/** Of the trial whose memory grew as the median one's; undefined where too few readings were made. */
export function memorySymptoms(trials: readonly TrialRecord[]): MemorySymptoms | undefined {
  const seen = trials
    .flatMap(({ observation, windowMs }) =>
      observation === null ? [] : (ofTrial(observation, windowMs) ?? []),
    )
    .toSorted((one, other) => one.bytesPerSecond - other.bytesPerSecond);
  return seen[Math.floor((seen.length - 1) / 2)];
}

interface Point {
  readonly atMs: number;
  readonly bytes: number;
}

/** Of the window: a reading so soon after its end is of its last moments. */
const END = 1.02;
/** Two in each third, or one short of it. */
const FEWEST_READINGS = 5;

function ofTrial({ atMs, processes }: Observation, windowMs: number): MemorySymptoms | undefined {
  const points = atMs.flatMap((at, index): Point[] => {
    const each = processes.map(({ series }) => series.memoryBytes[index] ?? null);
    // Without one of its processes it would seem to have less.
    if (each.length === 0 || each.includes(null) || at < 0 || at > windowMs * END) return [];
    return [{ atMs: at, bytes: each.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0) }];
  });
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < FEWEST_READINGS) return undefined;
  const later = points.slice(Math.floor(points.length / 3));
  const half = Math.floor(later.length / 2);
  const [begin, middle] = [later[0] ?? first, later[half] ?? first];
  const steps = later.slice(1).map(({ bytes }, index) => bytes - (later[index]?.bytes ?? bytes));
  return {
    startBytes: first.bytes,
    endBytes: last.bytes,
    bytesPerSecond: medianSlope(later),
    risingShare: steps.filter((step) => step >= 0).length / steps.length,
    goesOn: slopeOf(middle, last) / Math.max(1, slopeOf(begin, middle)),
  };
}

const slopeOf = (from: Point, to: Point): number =>
  ((to.bytes - from.bytes) / Math.max(1, to.atMs - from.atMs)) * 1_000;

/** The median of the slopes between all pairs of readings (Theil 1950, Sen 1968): one that is off moves it little. */
function medianSlope(points: readonly Point[]): number {
  const slopes = points.flatMap((from, index) => points.slice(index + 1).map((to) => slopeOf(from, to)));
  return median(slopes) ?? 0;
}
