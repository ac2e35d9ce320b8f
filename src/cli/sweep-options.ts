import { InvalidArgumentError, Option } from 'commander';
import { endpointField } from '../plan/fields.ts';
import { arrivalProcessField, type ArrivalProcess } from '../plan/load-settings.ts';
import { firstIssue } from '../plan/first-issue.ts';
import { goalFlag } from './goal-flag.ts';
import { durationFlag, scaledCountFlag } from './parse-flags.ts';
import { targetOptions } from './plan-options.ts';
import { planRequestOptions, type PlanRequestFlags } from './plan-request-options.ts';
import { serverOptions } from './server-flags.ts';
import type { Goal } from '../queueing/prediction/goal.ts';
import { DEFAULT_SWEEP_LIMITS } from '../queueing/concurrency/sweep-limits.ts';
import { formatDuration, milliseconds } from '../units.ts';

/** What the command line says of the sweep itself. */
export interface SweepFlags extends PlanRequestFlags {
  connectionsMax: number;
  time: number;
  timeout: number;
  generatorThreads: number;
  rate?: boolean;
  arrivals?: ArrivalProcess;
  goal: readonly Goal[];
  serve: number;
}

/** How far it goes, and what is asked of it. */
export function sweepOptions(): Option[] {
  return [
    new Option('--connections-max <count>', 'no load has more connections; 1k is 1000')
      .argParser(scaledCountFlag)
      .default(DEFAULT_SWEEP_LIMITS.connectionsMax),
    new Option('--time <time>', 'how long one endpoint may take')
      .argParser(durationFlag)
      .default(
        milliseconds(DEFAULT_SWEEP_LIMITS.timeBudgetMs),
        formatDuration(milliseconds(DEFAULT_SWEEP_LIMITS.timeBudgetMs)),
      ),
    new Option('-T, --timeout <time>', 'a request is given up at this age')
      .argParser(durationFlag)
      .default(milliseconds(30_000), '30s'),
    new Option('-t, --generator-threads <count>', 'generator threads, where there are connections for them')
      .argParser(scaledCountFlag)
      .default(1),
    new Option('--serve <count>', 'say what server would take so many connections at once')
      .argParser(scaledCountFlag)
      .default(100),
    new Option(
      '--goal <goal>',
      'say which load meets it, and measure that: p99<2s, p50<1s, mean<1s or throughput>50/s (repeatable)',
    )
      .argParser(goalsFlag)
      .default([], 'none'),
    new Option('--rate', 'seek the highest rate at which the queue does not grow, in place of connections'),
    new Option(
      '--arrivals <process>',
      'with --rate: constant: evenly spaced; poisson: at random (default: constant)',
    ).choices(arrivalProcessField.options),
    ...planRequestOptions(),
  ];
}

/** What is swept, where no URL says it. */
export function sweptServerOptions(): Option[] {
  return [
    new Option('--command <command>', 'sweep the server that this starts; {port} and {host} are filled in'),
    new Option('--endpoint <path>', 'the path that is requested, such as /sync (repeatable)').argParser(
      endpointsFlag,
    ),
    new Option('--app <file>', "sweep the embedded server with a module of handlers of one's own").conflicts(
      'command',
    ),
    ...serverOptions(),
    ...targetOptions().filter(({ long }) => OF_COMMAND.has(long ?? '')),
  ];
}

/** Of the options of a plan's target, those that a command for one server has. */
const OF_COMMAND: ReadonlySet<string> = new Set([
  '--env',
  '--cwd',
  '--ready',
  '--ready-within',
  '--settle',
  '--stop-signal',
  '--grace',
]);

const goalsFlag = (text: string, before: readonly Goal[]): Goal[] => [...before, goalFlag(text)];

function endpointsFlag(text: string, before: readonly string[] = []): string[] {
  const path = endpointField.safeParse(text);
  if (path.success) return [...before, path.data];
  throw new InvalidArgumentError(`${firstIssue(path.error).message}.`);
}
