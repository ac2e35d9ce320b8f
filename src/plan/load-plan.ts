import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { messageOf, UserError } from '../errors.ts';
import { checkPlan } from './check-plan.ts';
import { interleavedTargets } from './interleaved-targets.ts';
import type { Level, Plan } from './plan.ts';

/** The plan that runs when none is named. */
export const DEFAULT_PLAN = 'sync-vs-async';

const SHIPPED_PLANS = fileURLToPath(new URL('../../experiments/', import.meta.url));

/** What the command line says in place of a plan's own settings. */
export interface PlanChanges {
  load: Readonly<Record<string, unknown>>;
  factors: Readonly<Record<string, Level[]>>;
  /** The command of a second server, to be measured in turn with the plan's own. */
  interleaveWith?: string | undefined;
}

/**
 * Loads and checks a plan.
 * @param nameOrPath a file (.ts, .js, .mjs or .json), or the name of a plan that ships
 * @throws {UserError} when there is none, it throws, or it is not a plan; the message names the key
 */
export async function loadPlan(nameOrPath: string, changes?: PlanChanges): Promise<Plan> {
  const found = await readPlanFile(findPlan(nameOrPath), nameOrPath);
  return checkPlan(changes === undefined ? found : changedPlan(found, changes, nameOrPath), nameOrPath);
}

/** What is no plan at all is left for the check to refuse. */
function changedPlan(found: unknown, { load, factors, interleaveWith }: PlanChanges, where: string): unknown {
  const plan = z.looseObject({ load: z.looseObject({}), factors: z.looseObject({}) }).safeParse(found).data;
  if (plan === undefined) return found;
  const changes = { load: { ...plan.load, ...load }, factors: { ...plan.factors, ...factors } };
  if (interleaveWith === undefined) return { ...plan, ...changes };
  if (plan['targets'] !== undefined)
    throw new UserError({
      what: 'the plan compares several targets already',
      where: `--interleave-with, ${where}`,
      remedy: 'Name a plan with one target, or leave the flag out',
    });
  const { target, ...rest } = plan;
  return { ...rest, ...changes, ...interleavedTargets(target, interleaveWith) };
}

/** Names of the plans that ship. */
export function shippedPlans(): string[] {
  return readdirSync(SHIPPED_PLANS)
    .filter((file) => /(?<!\.d)\.[jt]s$/.test(file))
    .map((file) => basename(file, extname(file)))
    .toSorted();
}

function findPlan(nameOrPath: string): string {
  const path = resolve(nameOrPath);
  if (existsSync(path)) return path;
  // A shipped plan may be named as in a checkout (experiments/sync-vs-async.ts), wherever it is installed.
  const name = /^(?:experiments\/)?([\w-]+)(?:\.ts)?$/.exec(nameOrPath)?.[1];
  const shipped = [`${name}.ts`, `${name}.js`].map((file) => resolve(SHIPPED_PLANS, file)).find(existsSync);
  if (name !== undefined && shipped !== undefined) return shipped;
  throw new UserError({
    what: 'there is no such plan',
    where: nameOrPath,
    remedy: `Name a file, or one of the plans that ship: ${shippedPlans().join(', ')}`,
  });
}

async function readPlanFile(path: string, where: string): Promise<unknown> {
  try {
    if (extname(path) === '.json') return JSON.parse(readFileSync(path, 'utf8'));
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
    if (module.default !== undefined) return module.default;
  } catch (error) {
    throw new UserError({ what: `the plan cannot be read: ${messageOf(error)}`, where, cause: error });
  }
  throw new UserError({
    what: 'the plan has no default export',
    where,
    remedy: 'Write: export default definePlan({ … })',
  });
}
