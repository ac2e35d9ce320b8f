import { millisecondsToNanoseconds, type Milliseconds, type Nanoseconds } from '../../units.ts';

/** What all processors of the machine together had done by one moment, since its boot. */
export interface MachineReading {
  /** On the monotonic clock. */
  readonly at: Nanoseconds;
  /** In ticks. */
  readonly busy: number;
  /** Busy, idle, and taken by the hypervisor for others. */
  readonly all: number;
}

/**
 * How busy the machine was in the last while, 0 to 1.
 * @param readings in the order they were made
 * @param over at least so long
 * @returns undefined where the readings do not go back so far
 */
export function recentShare(readings: readonly MachineReading[], over: Milliseconds): number | undefined {
  const last = readings.at(-1);
  const first = last && readings.findLast(({ at }) => last.at - at >= millisecondsToNanoseconds(over));
  return last && first && shareBetween(first, last);
}

/**
 * How busy the machine was in the busiest while between two moments, 0 to 1. Between two that are closer than that the
 * readings around them count, so that it is known of a short span too.
 * @param over the length of a while, at least
 * @returns undefined where there are no readings around the two
 */
export function busiestShare(
  readings: readonly MachineReading[],
  { from, to }: { readonly from: Nanoseconds; readonly to: Nanoseconds },
  over: Milliseconds,
): number | undefined {
  const within = readings.filter(({ at }) => at >= from && at <= to);
  const shares = within.flatMap((_, last) => recentShare(within.slice(0, last + 1), over) ?? []);
  if (shares.length > 0) return Math.max(...shares);
  const [before, after] = [
    readings.findLast(({ at }) => at <= from),
    readings.find(({ at }) => at >= to && at > from),
  ];
  return before && after && shareBetween(before, after);
}

function shareBetween(first: MachineReading, last: MachineReading): number {
  const all = last.all - first.all;
  return all > 0 ? (last.busy - first.busy) / all : 0;
}
