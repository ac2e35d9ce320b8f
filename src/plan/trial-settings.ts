import type { z } from 'zod';
import { UserError } from '../errors.ts';
import { milliseconds, type Milliseconds } from '../units.ts';
import { firstIssue } from './first-issue.ts';
import { scaledHold } from './hold.ts';
import { contradictionIn, loadSettingsSchema, type LoadSettings } from './load-settings.ts';
import type { Condition, Plan } from './plan.ts';
import { serverSettingsSchema, type ServerSettings } from './server-settings.ts';

/** What one trial is started with. */
export interface TrialSettings {
  server: ServerSettings;
  load: LoadSettings;
}

/**
 * The plan's settings with one condition's levels in place of them, and hold, duration and time-out multiplied
 * by the time scale.
 * @throws {UserError} when a level is not a value its setting can have
 */
export function trialSettings(plan: Plan, condition: Condition, timeScale: number): TrialSettings {
  const { kind: _, ...target } = plan.target;
  const server = withLevels(target, serverSettingsSchema.shape, condition);
  const load = withLevels(plan.load, loadSettingsSchema.shape, condition);
  const contradiction = contradictionIn(load);
  if (contradiction !== undefined) throw new UserError({ ...contradiction, where: `plan "${plan.name}"` });
  return {
    server: {
      ...server,
      hold: scaledHold(server.hold, timeScale),
      workerTimeout: milliseconds(server.workerTimeout * timeScale),
    },
    load: scaledLoad(load, timeScale),
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
    ramp: optional(load.ramp),
    warmup: optional(load.warmup),
    arrivalsPerSecond: rate === undefined ? undefined : rate / timeScale,
  };
}

function withLevels<Settings extends object>(
  settings: Settings,
  fields: Readonly<Record<string, z.ZodType>>,
  condition: Condition,
): Settings {
  const result: Record<string, unknown> = Object.fromEntries(Object.entries(settings));
  for (const [factor, level] of Object.entries(condition)) {
    const field = fields[factor];
    if (field === undefined) continue;
    const parsed = field.safeParse(level);
    if (!parsed.success)
      throw new UserError({
        what: `${JSON.stringify(level)} is no level for this factor: ${firstIssue(parsed.error).message}`,
        where: `factors.${factor}`,
      });
    result[factor] = parsed.data;
  }
  return result as Settings;
}
