import { UserError } from '../errors.ts';
import { resolve } from 'node:path';
import { parseServerUrl } from '../load/server-url.ts';
import { constantHold } from '../plan/hold.ts';
import type { Level, Plan } from '../plan/plan.ts';
import { milliseconds } from '../units.ts';
import type { SweptFactor } from '../sweep/sweep-options.ts';
import { flagText, loadFlags, planFromFlags, type PlanFlags } from './plan-flags.ts';
import { givenSettings, serverPlan, type ServerFlags } from './server-flags.ts';
import type { SweepFlags } from './sweep-options.ts';

/** What of the command line says which server is swept. */
export interface SweptServerFlags
  extends
    ServerFlags,
    Pick<PlanFlags, 'command' | 'env' | 'cwd' | 'ready' | 'readyWithin' | 'settle' | 'stopSignal' | 'grace'> {
  endpoint?: string[];
  app?: string;
}

/** A hold that a sweep is done with in half a minute. */
const HOLD = constantHold(milliseconds(250));

/**
 * The plan of a sweep: one server, its endpoints as levels of a factor, and what is swept at its first level.
 * @param url of a server that is running already
 * @throws {UserError} when the flags do not go together, or name no server
 */
export async function sweptPlan(
  url: string | undefined,
  flags: SweptServerFlags & SweepFlags,
): Promise<Plan> {
  const plan = await planOf(url, flags);
  const { generatorThreads, connectionsMax, rate, arrivals = 'constant' } = flags;
  // An open loop begins with a connection for each thread; in a closed one the trials say how many there are.
  const connections = rate === true ? generatorThreads : plan.load.connections;
  return {
    ...plan,
    load: { ...plan.load, generatorThreads, connections, connectionsMax, arrivalProcess: arrivals },
  };
}

async function planOf(url: string | undefined, flags: SweptServerFlags & SweepFlags): Promise<Plan> {
  const { command } = flags;
  refuseForeignFlags(url, flags);
  refuseIdleFlags(flags);
  // With one connection there is one thread; the threads that were asked for come with the connections.
  const common = { ...flags, generatorThreads: 1 };
  if (url !== undefined) {
    const { pathname, search } = parseServerUrl(url);
    return planFromFlags(undefined, { ...common, url, factor: factorsOf(flags, pathname + search) });
  }
  if (command !== undefined) return planFromFlags(undefined, { ...common, factor: factorsOf(flags, '/') });
  const settings = givenSettings(flags);
  if (Object.keys(settings).length === 0 && flags.app === undefined)
    throw new UserError({
      what: 'nothing says what to sweep',
      where: 'loadstone sweep',
      remedy:
        'Give a URL, the --command of a server, or settings of the embedded one, such as --workers 1: see loadstone sweep --help',
    });
  const plan = serverPlan(
    { hold: HOLD, ...flags },
    { ...loadFlags(common), connections: 1 },
    factorsOf(flags, '/sync'),
  );
  return flags.app === undefined ? plan : withApp(plan, flags.app);
}

/** What is given to the other kind of sweep. */
function refuseIdleFlags({ arrivals, rate, goal }: SweepFlags): void {
  if (arrivals !== undefined && rate !== true)
    throw new UserError({
      what: 'connections send when they have their response, and nothing arrives by a schedule',
      where: '--arrivals',
      remedy: 'Add --rate, or leave the flag out',
    });
  if (goal.length > 0 && rate === true)
    throw new UserError({
      what: 'a goal is sought over connections, and not over rates',
      where: '--goal',
      remedy: 'Leave out --rate or the goal',
    });
}

function factorsOf({ endpoint, rate }: SweptServerFlags & SweepFlags, path: string): Record<string, Level[]> {
  const swept: SweptFactor = rate === true ? 'arrivalsPerSecond' : 'connections';
  return { endpoint: endpoint ?? [path], [swept]: [1] };
}

function withApp(plan: Plan, app: string): Plan {
  const targets = Object.entries(plan.targets).map(([name, target]) => [
    name,
    target.kind === 'embedded' ? { ...target, app: resolve(app) } : target,
  ]);
  return { ...plan, name: app, targets: Object.fromEntries(targets) };
}

const OF_A_COMMAND = ['env', 'cwd', 'ready', 'readyWithin', 'settle', 'stopSignal', 'grace'] as const;
const OF_THE_EMBEDDED = ['app', 'threads', 'poolSize', 'workerClass', 'hold'] as const;

/** Flags that say something of a server which is another. */
function refuseForeignFlags(url: string | undefined, flags: SweptServerFlags): void {
  const isOwn = url !== undefined || flags.command !== undefined;
  const foreign = [
    ...(url === undefined ? [] : (['command'] as const)),
    ...(flags.command === undefined ? OF_A_COMMAND : []),
    ...(isOwn ? OF_THE_EMBEDDED : []),
  ].find((name) => flags[name] !== undefined);
  if (foreign === undefined) return;
  throw new UserError({
    what: `it says something of another server than ${url ?? (flags.command === undefined ? 'the embedded one' : 'that of the command')}`,
    where: flagText(foreign),
    remedy: 'Leave it out, or name the other server',
  });
}
