export { definePlan } from './plan/plan.ts';
export type { Condition, Level, Plan, PlanInput, PublishedCell, TargetInput } from './plan/plan.ts';
export type { LoadSettings, TimeoutPolicy } from './plan/load-settings.ts';
export type { ServerSettings, WorkerClass } from './plan/server-settings.ts';
export type { OwnTrialRecord } from './samples/own-trial-record.ts';
export type {
  Arrivals,
  Environment,
  Generator,
  Ledger,
  Series,
  TrialRecord,
  WarmUp,
} from './samples/trial-record.ts';
export type { CensoredResponseTime } from './samples/censored-response-time.ts';
export type { ResponseTime } from './samples/response-time-schema.ts';
export type { ServerTelemetry, WorkerTelemetry } from './samples/server-telemetry.ts';
export type { Diagnosis, Evidence, Finding, FindingKind, Remedy } from './samples/diagnosis.ts';
export type { RunRecord, StoredRun } from './samples/run-record.ts';
export { generateLoad } from './run/generate-load.ts';
export type { GenerateLoadOptions, Load, LoadSnapshot } from './run/generate-load.ts';
export { UserError } from './errors.ts';
export type { Handler, Routes } from './serve/app.ts';
export type { HandlerRequest } from './serve/handler-request.ts';
