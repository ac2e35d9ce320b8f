import type { z } from 'zod';
import { UserError } from '../errors.ts';
import { milliseconds, type Milliseconds } from '../units.ts';
import { firstIssue } from './first-issue.ts';
import { connectionsSuffice, loadSettingsSchema, type LoadSettings } from './load-settings.ts';
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
  if (!connectionsSuffice(load))
    throw new UserError({
      what: `${load.connections} connections cannot be split over ${load.generatorThreads} generator threads`,
      where: `plan "${plan.name}"`,
      remedy: 'Give at least one connection to each',
    });
  const scaled = (duration: Milliseconds): Milliseconds => milliseconds(duration * timeScale);
  return {
    server: { ...server, hold: scaled(server.hold) },
    load: { ...load, duration: scaled(load.duration), timeout: scaled(load.timeout) },
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
