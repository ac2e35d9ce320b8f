import { InvalidArgumentError, Option } from 'commander';
import { UserError } from '../errors.ts';
import { checkPlan } from '../plan/check-plan.ts';
import { DEFAULT_PLAN, loadPlan, type PlanChanges } from '../plan/load-plan.ts';
import { timeoutPolicyField, type TimeoutPolicy } from '../plan/load-settings.ts';
import type { Level, Plan } from '../plan/plan.ts';
import { stopSignalField, type StopSignal } from '../plan/target.ts';
import { durationFlag, scaledCountFlag } from './parse-flags.ts';

/** What of the command line says what is measured. */
export interface PlanFlags {
  command?: string;
  url?: string;
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

/** A server of the user's own, and what is varied. */
export function targetOptions(): Option[] {
  return [
    new Option(
      '--command <command>',
      'measure the server that this starts, in place of a plan; {port}, {host} and factors in braces are filled in',
    ).conflicts('url'),
    new Option('--url <url>', 'measure the server that is running there, in place of a plan'),
    new Option(
      '--factor <name=levels>',
      'vary this: workers=1,2,4 or endpoint=/a,/b; with a plan it takes the place of its levels (repeatable)',
    ).argParser(factorFlag),
    new Option('--workers <count>', 'workers the server has, where no factor says it').argParser(
      scaledCountFlag,
    ),
    new Option('--env <name=value>', "a variable for the server's command (repeatable)").argParser(envFlag),
    new Option('--cwd <folder>', "the working folder of the server's command"),
    new Option('--ready <path>', 'asked until the server answers it (default: /)'),
    new Option('--ready-within <time>', 'how long the server may take to be ready (default: 1m)').argParser(
      durationFlag,
    ),
    new Option('--settle <time>', 'how long it has to be at rest before the load (default: 500ms)').argParser(
      durationFlag,
    ),
    new Option('--stop-signal <signal>', 'asks the server to end (default: SIGTERM)').choices(
      stopSignalField.options,
    ),
    new Option('--grace <time>', 'and this long after it what is left is killed (default: 5s)').argParser(
      durationFlag,
    ),
  ];
}

/** The load, in place of the plan's. */
export function loadOptions(): Option[] {
  return [
    new Option('-t, --generator-threads <count>', 'generator threads').argParser(scaledCountFlag),
    new Option('-c, --connections <count>', 'connections, each with one request in flight').argParser(
      scaledCountFlag,
    ),
    new Option('-d, --duration <time>', 'length of the measurement window').argParser(durationFlag),
    new Option('-T, --timeout <time>', 'a response at or after this age is late').argParser(durationFlag),
    new Option(
      '--timeout-policy <policy>',
      'abort: give up a request at its time-out; wait: keep waiting and count it as late',
    ).choices(timeoutPolicyField.options),
    new Option('--warmup <time>', 'first load in full for this long, uncounted').argParser(durationFlag),
  ];
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
  const changes = { load: loadOf(flags), factors: flags.factor ?? {} };
  const plan = await loadPlan(name ?? DEFAULT_PLAN, changes);
  refuseOverruled(plan, changes);
  return plan;
}

const OWN_LOAD = { duration: '10s', timeout: '30s', connections: 100 };
/** More of them than this gain nothing for a server on this machine. */
const GENERATOR_THREADS_AT_MOST = 4;

function ownPlan(flags: PlanFlags): Record<string, unknown> {
  const factors = flags.factor ?? { endpoint: [flags.url === undefined ? '/' : pathOf(flags.url)] };
  const load = { ...OWN_LOAD, ...loadOf(flags) };
  const fewest = Math.min(...(factors['connections'] ?? [load.connections]).map(Number));
  const generatorThreads = Math.max(1, Math.min(GENERATOR_THREADS_AT_MOST, fewest));
  return {
    name: flags.command ?? flags.url,
    target: flags.command === undefined ? urlTarget(flags) : commandTarget(flags),
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

function loadOf(flags: PlanFlags): Record<string, unknown> & { connections?: number } {
  const { generatorThreads, connections, timeoutPolicy } = flags;
  return given({
    generatorThreads,
    connections,
    duration: durationText(flags.duration),
    timeout: durationText(flags.timeout),
    timeoutPolicy,
    warmup: durationText(flags.warmup),
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
  const flag = `--${stray.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UserError({
    what: 'a plan says this of its server itself',
    where: flag,
    remedy: 'Give it with --command, or write it into the plan',
  });
}

/** What a factor varies, a flag cannot set. */
function refuseOverruled(plan: Plan, { load }: PlanChanges): void {
  const overruled = Object.keys(load).find((setting) => Object.hasOwn(plan.factors, setting));
  if (overruled === undefined) return;
  throw new UserError({
    what: `the plan varies ${overruled}, so one value for it has no effect`,
    where: plan.name,
    remedy: `Name its levels: --factor ${overruled}=…`,
  });
}

function factorFlag(text: string, before: Record<string, Level[]> = {}): Record<string, Level[]> {
  const [name, levels] = nameAndValue(text, 'workers=1,2,4');
  return { ...before, [name]: levels.split(',').map(levelOf) };
}

/** `4` is a number; `3.10` is a text, as it would not come back as it was. */
function levelOf(text: string): Level {
  const number = Number(text);
  return text !== '' && String(number) === text ? number : text;
}

function envFlag(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [name, value] = nameAndValue(text, 'LOG_LEVEL=warn');
  return { ...before, [name]: value };
}

function nameAndValue(text: string, example: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`Write a name, = and what it is, such as ${example}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}
