import { UserError } from '../errors.ts';
import { conditionsOf } from './conditions.ts';
import { firstIssue } from './first-issue.ts';
import { loadSettingsSchema } from './load-settings.ts';
import { planSchema, TARGET_FACTOR, type Plan } from './plan.ts';
import { serverSettingsSchema } from './server-settings.ts';
import { commandReads } from './started-command.ts';
import type { Target } from './target.ts';
import { trialSettings } from './trial-settings.ts';

/**
 * Checks what is to be a plan, to its last condition.
 * @param where what the user gave, for the message
 * @throws {UserError} when it is none; the message names the key
 */
export function checkPlan(input: unknown, where: string): Plan {
  const parsed = planSchema.safeParse(input);
  if (!parsed.success) {
    const { path: key, message } = firstIssue(parsed.error);
    throw new UserError({ what: message, where: key === '' ? where : `${where}: ${key}` });
  }
  const plan = parsed.data;
  try {
    refuseIdleFactors(plan);
    for (const condition of conditionsOf(plan.factors)) trialSettings(plan, condition, 1);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError({ what: error.line, where, cause: error });
  }
  return plan;
}

/** A factor that nothing reads would look like one without an effect. */
function refuseIdleFactors({ targets, factors }: Plan): void {
  const all = Object.values(targets);
  for (const factor of Object.keys(factors)) {
    if (factor === TARGET_FACTOR || isLoadFactor(factor)) continue;
    if (!all.some((target) => targetReads(target, factor))) throw idleFactor(factor, all);
  }
}

/** What becomes of late responses is no property of a load that could be compared; headers are no one level. */
const NO_FACTORS: ReadonlySet<string> = new Set(['timeoutPolicy', 'headers']);

const isLoadFactor = (factor: string): boolean =>
  !NO_FACTORS.has(factor) && Object.hasOwn(loadSettingsSchema.shape, factor);

function targetReads(target: Target, factor: string): boolean {
  switch (target.kind) {
    case 'embedded':
      return Object.hasOwn(serverSettingsSchema.shape, factor);
    case 'command':
      return commandReads(target, factor);
    case 'url':
      return false;
  }
}

function idleFactor(factor: string, targets: readonly Target[]): UserError {
  const isStarted = targets.some(({ kind }) => kind === 'command');
  const isEmbedded = targets.some(({ kind }) => kind === 'embedded');
  const settings = [
    ...(isEmbedded ? Object.keys(serverSettingsSchema.shape) : []),
    ...Object.keys(loadSettingsSchema.shape).filter(isLoadFactor),
  ];
  return new UserError({
    what: `nothing reads this factor${isStarted ? `: no command has {${factor}} in it` : ''}`,
    where: `factors.${factor}`,
    remedy: `Factors can be ${isStarted ? `what stands in braces in a command, and ` : ''}${settings.join(', ')}`,
  });
}
