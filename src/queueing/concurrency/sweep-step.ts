import type { TrialRecord } from '../../samples/trial-record.ts';

/** What a sweep may use, and how exactly it is to know. */
export interface SweepLimits {
  /** No trial has more connections; what lies beyond is not looked at. */
  readonly connectionsMax: number;
  /** For the windows of all trials together, and `overheadMs` for each of them. */
  readonly timeBudgetMs: number;
  /** What a trial takes beside its window: to start the generator's threads, to connect, to store. */
  readonly overheadMs: number;
  /** The 95 % interval of the slots is to reach no further than this share of them, or than one slot, on each side. */
  readonly relativeHalfWidth: number;
  /** Of requests that waited for a slot: no more of them are measured at one number of connections. */
  readonly completionsAtMost: number;
}

export const DEFAULT_SWEEP_LIMITS: SweepLimits = {
  connectionsMax: 1_000,
  timeBudgetMs: 120_000,
  overheadMs: 300,
  relativeHalfWidth: 0.1,
  completionsAtMost: 1_000,
};

/** One trial of a sweep: a closed loop without think time, ramp or warm-up, on a server that is warm already. */
export interface SweepTrial {
  readonly connections: number;
  /** The load ends with so many, all of them answered; null: only by its duration. */
  readonly requests: number | null;
  /** The load ends by then at the latest. */
  readonly durationMs: number;
}

/** What a sweep does next, and why, as a clause. */
export type SweepStep =
  | (SweepTrial & { readonly state: 'measure'; readonly because: string })
  /** The ceiling is known as exactly as was asked, or there is none up to the most connections. */
  | { readonly state: 'enough'; readonly because: string }
  /** Time, connections or completions are used up, or trials are spoilt, before that. */
  | { readonly state: 'limit'; readonly because: string };

/** How much longer a sweep takes, overheads included. */
export interface SweepDuration {
  readonly lowMs: number;
  readonly highMs: number;
}

/** The next trial of a sweep, from the trials that it has; none is how it begins. */
export declare function nextStep(trials: readonly TrialRecord[], limits: SweepLimits): SweepStep;

/** How long the rest of a sweep will take. */
export declare function expectedDuration(trials: readonly TrialRecord[], limits: SweepLimits): SweepDuration;
