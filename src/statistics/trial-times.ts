import type { CensoredResponseTime } from '../samples/censored-response-time.ts';
import type { DurationCount } from '../samples/duration-counts.ts';
import { encodeHistogram } from '../samples/histogram.ts';
import type { OwnTrialRecord } from '../samples/own-trial-record.ts';
import { summariseResponseTimes } from '../samples/response-time.ts';
import { millisecondsToMicroseconds, type Microseconds, type Milliseconds } from '../units.ts';
import type { RequestEnds } from './censored-response-times.ts';
import { withExpectedInterval } from './expected-interval.ts';

/** The durations of a trial; each list ascends. */
export interface TrialDurations {
  /** Every request that ended in the window, or was in flight at its end. */
  all: RequestEnds;
  /** The age of the longest request that had no response. */
  longestUnanswered: Microseconds | undefined;
  /** In an open loop: response times counted from the actual start. */
  uncorrected: readonly DurationCount[];
  /** From the actual start to the first byte of the response. */
  firstByte: readonly DurationCount[];
  /** The generator's own delay of each start. */
  scheduleLag: readonly DurationCount[];
  connect: readonly DurationCount[];
}

/** What of a load its times are described by. */
export interface TimedLoad {
  timeout: Milliseconds;
  isOpen: boolean;
  /** Absent: none was asked for. */
  expectedInterval: Milliseconds | undefined;
}

export type TrialTimes = Pick<
  OwnTrialRecord,
  'responseTimeMs' | 'timeToFirstByteMs' | 'connectTimeMs' | 'scheduleLagMs' | 'histograms'
>;

/** Describes the times of a trial's requests, whatever made them. */
export function describeTimes(
  durations: TrialDurations,
  censored: CensoredResponseTime,
  load: TimedLoad,
): TrialTimes {
  const timeout = millisecondsToMicroseconds(load.timeout);
  const { isOpen } = load;
  const { all, uncorrected, firstByte, connect, scheduleLag, longestUnanswered } = durations;
  const onTime = all.completed.filter(([duration]) => duration < timeout);
  return {
    responseTimeMs: {
      observed: summariseResponseTimes(all.completed, longestUnanswered),
      onTime: summariseResponseTimes(onTime, longestUnanswered),
      uncorrected: isOpen ? summariseResponseTimes(uncorrected, longestUnanswered) : null,
      censored,
      synthetic: syntheticTimes(durations, load),
    },
    timeToFirstByteMs: summariseResponseTimes(firstByte, longestUnanswered),
    connectTimeMs: summariseResponseTimes(connect, undefined),
    scheduleLagMs: summariseResponseTimes(scheduleLag, undefined),
    histograms: {
      observed: encodeHistogram(all.completed),
      uncorrected: isOpen ? encodeHistogram(uncorrected) : null,
      timeToFirstByte: encodeHistogram(firstByte),
      connectTime: encodeHistogram(connect),
      scheduleLag: encodeHistogram(scheduleLag),
      unanswered: encodeHistogram(all.unanswered),
      failed: encodeHistogram(all.failed),
    },
  };
}

/** Only where it was asked for. */
function syntheticTimes(
  { all, longestUnanswered }: Pick<TrialDurations, 'all' | 'longestUnanswered'>,
  { expectedInterval }: TimedLoad,
): TrialTimes['responseTimeMs']['synthetic'] {
  if (expectedInterval === undefined) return null;
  const corrected = withExpectedInterval(all.completed, millisecondsToMicroseconds(expectedInterval));
  return summariseResponseTimes(corrected, longestUnanswered);
}
