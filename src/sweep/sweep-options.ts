import type { Plan } from '../plan/plan.ts';
import type { Goal } from '../queueing/prediction/goal.ts';
import type { TrialOptions } from '../run/trial-options.ts';
import type { RunStore } from '../store/run-store.ts';
import type { SweepEvent } from './sweep-events.ts';

/** What is swept. */
export type SweptFactor = 'connections' | 'arrivalsPerSecond';

/** What a sweep needs from outside; its signal ends it after what is finished. */
export interface SweepOptions extends Pick<TrialOptions, 'guard' | 'startTarget' | 'signal'> {
  /** One server, with the endpoints as levels of a factor; its connections are the least that a trial has. */
  readonly plan: Plan;
  readonly swept: SweptFactor;
  readonly bounds: SweepBounds;
  /** All to be met at once; empty where none was given. */
  readonly goals: readonly Goal[];
  /** Connections that somebody would like to have served at once. */
  readonly toServe: number;
  readonly command: string[];
  readonly store: RunStore;
  readonly onEvent: (event: SweepEvent) => void;
}

/** How far a sweep may go with one endpoint. */
export interface SweepBounds {
  readonly connectionsMax: number;
  readonly timeBudgetMs: number;
}
