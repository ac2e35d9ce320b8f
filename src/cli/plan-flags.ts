import { UserError } from '../errors.ts';
import { checkPlan } from '../plan/check-plan.ts';
import { DEFAULT_PLAN, loadPlan, type PlanChanges } from '../plan/load-plan.ts';
import { interleavedTargets } from '../plan/interleaved-targets.ts';
import type { TimeoutPolicy } from '../plan/load-settings.ts';
import type { Level, Plan } from '../plan/plan.ts';
import type { StopSignal } from '../plan/target.ts';
import { headersFrom, type PlanRequestFlags } from './plan-request-options.ts';

/** What of the command line says what is measured. */
export interface PlanFlags extends PlanRequestFlags {
  command?: string;
  url?: string;
  interleaveWith?: string;
  factor?: Record<string, Level[]>;
  generatorThreads?: number;
  connections?: number;
  duration?: number;
  timeout?: number;
  timeoutPolicy?: TimeoutPolicy;
  warmup?: number;
  workers?: number;
  env?: Record<string, string>;
  cwd?: string;
  ready?: string;
  readyWithin?: number;
  settle?: number;
  stopSignal?: StopSignal;
  grace?: number;
}

/**
 * The plan that the command line asks for: one by name with what the flags change in it, or one made of the flags.
 * @throws {UserError} when they do not go together, or make no plan
 */
export async function planFromFlags(name: string | undefined, flags: PlanFlags): Promise<Plan> {
  const isOwn = flags.command !== undefined || flags.url !== undefined;
  if (isOwn) {
    if (name !== undefined)
      throw new UserError({
        what: 'a plan names its own server',
        where: flags.command === undefined ? '--url' : '--command',
        remedy: `Leave out the plan (${name}) or the flag`,
      });
    return checkPlan(ownPlan(flags), 'the command line');
  }
  refuseTargetFlags(flags);
  const { factor = {}, interleaveWith } = flags;
  const changes = { load: loadFlags(flags), factors: factor, interleaveWith };
  const plan = await loadPlan(name ?? DEFAULT_PLAN, changes);
  refuseOverruled(plan, changes);
  return plan;
}

const OWN_LOAD = { duration: '10s', timeout: '30s', connections: 100 };
/** More of them than this gain nothing for a server on this machine. */
const GENERATOR_THREADS_AT_MOST = 4;

function ownPlan(flags: PlanFlags): Record<string, unknown> {
  const factors = flags.factor ?? { endpoint: [flags.url === undefined ? '/' : pathOf(flags.url)] };
  const load = { ...OWN_LOAD, ...loadFlags(flags) };
  const fewest = Math.min(...(factors['connections'] ?? [load.connections]).map(Number));
  const generatorThreads = Math.max(1, Math.min(GENERATOR_THREADS_AT_MOST, fewest));
  const target = flags.command === undefined ? urlTarget(flags) : commandTarget(flags);
  return {
    name: flags.command ?? flags.url,
    ...(flags.interleaveWith === undefined ? { target } : interleavedTargets(target, flags.interleaveWith)),
    load: { generatorThreads, ...load },
    factors,
  };
}

/** What is no URL is left for the plan's check to refuse. */
function pathOf(text: string): string {
  const url = URL.parse(text);
  return url === null ? '/' : url.pathname + url.search;
}

function urlTarget({ url, workers }: PlanFlags): Record<string, unknown> {
  return { kind: 'url', url, ...given({ workers }) };
}

function commandTarget(flags: PlanFlags): Record<string, unknown> {
  const { command, workers, env, cwd, stopSignal, grace } = flags;
  const ready = given({
    path: flags.ready,
    within: durationText(flags.readyWithin),
    settle: durationText(flags.settle),
  });
  return {
    kind: 'command',
    command,
    ready,
    ...given({ workers, env, workingFolder: cwd, stopSignal, grace: durationText(grace) }),
  };
}

/** The load that flags ask for, as a plan has it. */
export function loadFlags(
  flags: Pick<
    PlanFlags,
    | 'generatorThreads'
    | 'connections'
    | 'timeoutPolicy'
    | 'duration'
    | 'timeout'
    | 'warmup'
    | 'method'
    | 'header'
    | 'body'
  >,
): Record<string, unknown> & { connections?: number } {
  const { generatorThreads, connections, timeoutPolicy, method, header, body } = flags;
  return given({
    generatorThreads,
    connections,
    duration: durationText(flags.duration),
    timeout: durationText(flags.timeout),
    timeoutPolicy,
    warmup: durationText(flags.warmup),
    method,
    headers: header && headersFrom(header),
    body,
  });
}

/** As a plan has it. */
const durationText = (duration: number | undefined): string | undefined =>
  duration === undefined ? undefined : `${duration}ms`;

/** What was given of these. */
function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}

/** They say something of a server that nothing names. */
function refuseTargetFlags(flags: PlanFlags): void {
  const stray = (
    ['workers', 'env', 'cwd', 'ready', 'readyWithin', 'settle', 'stopSignal', 'grace'] as const
  ).find((name) => flags[name] !== undefined);
  if (stray === undefined) return;
  throw new UserError({
    what: 'a plan says this of its server itself',
    where: flagText(stray),
    remedy: 'Give it with --command, or write it into the plan',
  });
}

/** As it is written on the command line: `readyWithin` is `--ready-within`. */
export const flagText = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * What a factor varies, a flag cannot set.
 * @throws {UserError} when it is tried
 */
export function refuseOverruled(plan: Plan, { load }: PlanChanges): void {
  const overruled = Object.keys(load).find((setting) => Object.hasOwn(plan.factors, setting));
  if (overruled === undefined) return;
  throw new UserError({
    what: `the plan varies ${overruled}, so one value for it has no effect`,
    where: plan.name,
    remedy: `Name its levels: --factor ${overruled}=…`,
  });
}
