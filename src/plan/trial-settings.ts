import { UserError } from '../errors.ts';
import { milliseconds, type Milliseconds } from '../units.ts';
import { scaledHold, type Hold } from './hold.ts';
import { withLevels } from './levels.ts';
import { contradictionIn, loadSettingsSchema, type LoadSettings } from './load-settings.ts';
import { TARGET_FACTOR, type Condition, type Plan } from './plan.ts';
import { serverSettingsSchema, type ServerSettings } from './server-settings.ts';
import { startedCommand, type StartedCommand } from './started-command.ts';
import type { Target } from './target.ts';

/** What one trial is started with. */
export interface TrialSettings {
  target: TargetSettings;
  load: LoadSettings;
}

/** The target of one trial: the plan's, with the condition's levels in place of its settings. */
export type TargetSettings =
  | { kind: 'embedded'; server: ServerSettings; hold: Hold }
  | StartedCommand
  | { kind: 'url'; url: string; workers: number | null; hold: Hold | undefined };

/**
 * The plan's settings with one condition's levels in place of them, and hold, duration and time-out multiplied
 * by the time scale.
 * @throws {UserError} when a level is not a value its setting can have
 */
export function trialSettings(plan: Plan, condition: Condition, timeScale: number): TrialSettings {
  const load = withLevels(plan.load, loadSettingsSchema.shape, condition);
  const contradiction = contradictionIn(load);
  if (contradiction !== undefined) throw new UserError({ ...contradiction, where: `plan "${plan.name}"` });
  return {
    target: targetSettings(targetOf(plan, condition), condition, timeScale),
    load: scaledLoad(load, timeScale),
  };
}

/** The plan's target that a condition is measured on. */
export function targetOf(plan: Plan, condition: Condition): Target {
  const target = plan.targets[String(condition[TARGET_FACTOR] ?? '')];
  if (target === undefined)
    throw new UserError({ what: `"${condition[TARGET_FACTOR]}" is none of the plan's targets` });
  return target;
}

function targetSettings(target: Target, condition: Condition, timeScale: number): TargetSettings {
  switch (target.kind) {
    case 'embedded': {
      const { kind, ...settings } = target;
      const server = scaledServer(withLevels(settings, serverSettingsSchema.shape, condition), timeScale);
      return { kind, server, hold: server.hold };
    }
    case 'command':
      return startedCommand(target, condition, timeScale);
    case 'url':
      // It is running already: no time scale reaches it.
      return { kind: 'url', url: target.url, workers: target.workers ?? null, hold: target.hold };
  }
}

function scaledServer(server: ServerSettings, timeScale: number): ServerSettings {
  return {
    ...server,
    hold: scaledHold(server.hold, timeScale),
    workerTimeout: milliseconds(server.workerTimeout * timeScale),
  };
}

/** Multiplies what is a time by the time scale, and divides what is a rate. */
function scaledLoad(load: LoadSettings, timeScale: number): LoadSettings {
  const scaled = (duration: Milliseconds): Milliseconds => milliseconds(duration * timeScale);
  const optional = (duration: Milliseconds | undefined): Milliseconds | undefined =>
    duration === undefined ? undefined : scaled(duration);
  const rate = load.arrivalsPerSecond;
  return {
    ...load,
    duration: scaled(load.duration),
    timeout: scaled(load.timeout),
    thinkTime: optional(load.thinkTime),
    expectedInterval: optional(load.expectedInterval),
    ramp: optional(load.ramp),
    warmup: optional(load.warmup),
    arrivalsPerSecond: rate === undefined ? undefined : rate / timeScale,
  };
}
