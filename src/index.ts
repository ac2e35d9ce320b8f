export { definePlan } from './plan/plan.ts';
export type { Condition, Level, Plan, PlanInput, PublishedCell } from './plan/plan.ts';
export type { LoadSettings, TimeoutPolicy } from './plan/load-settings.ts';
export type { ServerSettings, WorkerClass } from './plan/server-settings.ts';
export type { Environment, Ledger, ResponseTime, Series, TrialRecord } from './samples/trial-record.ts';
export type { RunRecord, StoredRun } from './samples/run-record.ts';
export { UserError } from './errors.ts';
