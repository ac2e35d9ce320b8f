import type { Estimate } from '../../samples/interval.ts';
import type { TrialRecord } from '../../samples/trial-record.ts';

/** What a search for the highest rate may use. */
export interface RateLimits {
  readonly rateMin: number;
  readonly rateMax: number;
  readonly timeBudgetMs: number;
  readonly overheadMs: number;
  /** The bracket is narrow enough when its ends are no further apart than this share of them. */
  readonly relativeWidth: number;
}

/** What the search does next: an open loop at a rate, Poisson or constant as the command likes. */
export type RateStep =
  | {
      readonly state: 'measure';
      readonly arrivalsPerSecond: number;
      readonly durationMs: number;
      readonly because: string;
    }
  | { readonly state: 'enough'; readonly highestPerSecond: Estimate; readonly because: string }
  | { readonly state: 'limit'; readonly highestPerSecond: Estimate; readonly because: string };

/** Whether the queue grew over a window, by the trend of what is in the system. */
export interface BacklogTrend {
  readonly state: 'grows' | 'steady' | 'undetermined';
  /** Requests a second by which the backlog grows, with its 95 % interval. */
  readonly growthPerSecond: Estimate;
  readonly because: string;
}

export declare function nextRate(trials: readonly TrialRecord[], limits: RateLimits): RateStep;

export declare function backlogTrend(trial: TrialRecord): BacklogTrend;
