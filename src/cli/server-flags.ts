import { InvalidArgumentError, Option } from 'commander';
import { checkPlan } from '../plan/check-plan.ts';
import { exactHold, parseHold, type Hold } from '../plan/hold.ts';
import type { Level, Plan } from '../plan/plan.ts';
import { workerClassField, type WorkerClass } from '../plan/server-settings.ts';
import type { Target } from '../plan/target.ts';
import { scaledCountFlag } from './parse-flags.ts';

/** What of the command line says what the predicted server is like. */
export interface ServerFlags {
  workers?: number;
  threads?: number;
  poolSize?: number;
  workerClass?: WorkerClass;
  hold?: Hold;
}

/** The server, in place of the plan's. */
export function serverOptions(): Option[] {
  return [
    new Option('-w, --workers <count>', 'workers').argParser(scaledCountFlag),
    new Option('--threads <count>', 'threads a worker (worker class gthread)').argParser(scaledCountFlag),
    new Option('--pool-size <count>', 'pool threads a worker (worker class pool)').argParser(scaledCountFlag),
    new Option('--worker-class <class>', 'how a worker runs its handlers').choices(workerClassField.options),
    new Option('--hold <time>', 'how long a request takes: 250ms, exp:250ms, lognormal:250ms:0.8').argParser(
      holdFlag,
    ),
  ];
}

function holdFlag(text: string): Hold {
  const hold = parseHold(text, 's');
  if (hold !== undefined) return hold;
  throw new InvalidArgumentError(
    'Write a time such as 250ms, or exp:MEAN, lognormal:MEAN:SIGMA or uniform:LOW:HIGH.',
  );
}

/** The settings of the server that flags name, as a plan has them. */
export function givenSettings(flags: ServerFlags): Partial<Record<keyof ServerFlags, Level>> {
  const { workers, threads, poolSize, workerClass, hold } = flags;
  const all = { workers, threads, poolSize, workerClass, hold: hold && exactHold(hold) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/**
 * A plan with a server as the flags have it: of what it varies there is one level left; of what it does not, the server
 * itself is another.
 */
export function withServerFlags(plan: Plan, flags: ServerFlags): Plan {
  const settings = givenSettings(flags);
  const factors = Object.fromEntries(
    Object.entries(plan.factors).map(([name, levels]) => {
      const level = settings[name as keyof ServerFlags];
      return [name, level === undefined ? levels : [level]];
    }),
  );
  const targets = Object.entries(plan.targets).map(([name, target]) => [name, changedTarget(target, flags)]);
  return { ...plan, factors, targets: Object.fromEntries(targets) };
}

function changedTarget(target: Target, flags: ServerFlags): Target {
  const { workers, threads, poolSize, workerClass, hold } = given(flags);
  if (target.kind === 'embedded')
    return { ...target, ...given({ workers, threads, poolSize, workerClass, hold }) };
  const model = target.model ?? (workerClass && { workerClass, threads: 1, poolSize: 40 });
  return {
    ...target,
    ...given({ workers, hold }),
    ...(model === undefined ? {} : { model: { ...model, ...given({ threads, poolSize, workerClass }) } }),
  };
}

/** A plan that is made of flags: a server with its endpoints, and no factor that would do nothing. */
export function serverPlan(
  flags: ServerFlags,
  load: Readonly<Record<string, unknown>>,
  factors: Readonly<Record<string, readonly Level[]>>,
): Plan {
  const settings = Object.entries(givenSettings(flags)).filter(([name]) => !Object.hasOwn(factors, name));
  return checkPlan(
    {
      name: serverName(settings),
      target: { kind: 'embedded', ...Object.fromEntries(settings) },
      load: { duration: '1m', timeout: '30s', connections: 100, generatorThreads: 1, ...load },
      factors: {
        ...factors,
        ...(Object.hasOwn(factors, 'endpoint') ? {} : { endpoint: ['/sync', '/async'] }),
      },
    },
    'the command line',
  );
}

/** `loadstone serve -w 4 --hold 250ms`: the command that starts this server. */
function serverName(settings: readonly (readonly [name: string, level: Level])[]): string {
  const flags = settings.map(([name, level]) => `${SERVE_FLAGS[name as keyof ServerFlags]} ${level}`);
  return ['loadstone serve', ...flags].join(' ');
}

const SERVE_FLAGS: Readonly<Record<keyof ServerFlags, string>> = {
  workers: '-w',
  threads: '--threads',
  poolSize: '--pool-size',
  workerClass: '-k',
  hold: '--hold',
};

/** What was given of these. */
function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
