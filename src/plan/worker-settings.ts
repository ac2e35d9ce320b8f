import type { SlotSettings } from './handler-place.ts';
import type { Condition } from './plan.ts';
import { workerClassField } from './server-settings.ts';
import type { Target } from './target.ts';
import type { TargetSettings } from './trial-settings.ts';

/** What runs the handlers of a server. */
export interface WorkerSettings extends SlotSettings {
  /** null: unknown. */
  readonly workers: number | null;
}

/**
 * What is known of the workers of a condition: what they are started with, or what the plan says a server is like that is
 * not Loadstone's own.
 * @returns undefined where nobody says how it runs its handlers
 */
export function workerSettings(
  target: Target,
  settings: TargetSettings,
  condition: Condition,
): WorkerSettings | undefined {
  if (settings.kind === 'embedded') return settings.server;
  const model = target.kind === 'embedded' ? undefined : target.model;
  if (model === undefined) return undefined;
  return {
    workers: settings.workers,
    workerClass: workerClassField.safeParse(condition['workerClass']).data ?? model.workerClass,
    threads: levelOr(condition['threads'], model.threads),
    poolSize: levelOr(condition['poolSize'], model.poolSize),
  };
}

const levelOr = (level: Condition[string] | undefined, otherwise: number): number =>
  typeof level === 'number' ? level : otherwise;
