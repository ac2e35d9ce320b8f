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
  /** Of requests on more connections than slots: no more of them are measured in the whole sweep. */
  readonly completionsAtMost: number;
}

export const DEFAULT_SWEEP_LIMITS: SweepLimits = {
  connectionsMax: 1_000,
  timeBudgetMs: 120_000,
  overheadMs: 300,
  relativeHalfWidth: 0.1,
  completionsAtMost: 1_000,
};
