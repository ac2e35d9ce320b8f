import type { z } from 'zod';
import { UserError } from '../errors.ts';
import { firstIssue } from './first-issue.ts';
import type { Condition } from './plan.ts';

/**
 * The settings with the levels of a condition in place of those of the same name.
 * @throws {UserError} when a level is not a value its setting can have
 */
export function withLevels<Settings extends object>(
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
