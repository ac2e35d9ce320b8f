import { BackgroundProcess } from '../background-process.ts';
import { GeneratorProcess } from '../generator-process.ts';
import { readLoadstone } from '../generator/generators.ts';
import { LOADSTONE } from '../required-tools.ts';
import { serveCommand } from './loadstone-command.ts';
import {
  CONNECTIONS,
  conditionName,
  cycleSeconds,
  servedAtOnce,
  serverFlags,
  type SteadyCondition,
} from './steady-conditions.ts';

/** What a condition should settle at, and what it did, in requests/s. */
export interface SteadyFigures {
  /** At one connection: the hold and the server's own time. */
  readonly residenceSeconds: number;
  readonly expected: number;
  readonly measured: number;
}

/** Of a load with one connection, whose mean is wanted to a fraction of a percent. */
const RESIDENCE_SECONDS = 8;
const RESIDENCE_HOLDS = 5;
/**
 * Each connection has been served once when the window begins: until then those that a blocked worker has not heard of
 * yet make the others look faster than they will be. Within it each is served once more; the rest is for the average.
 */
const CYCLES = { ofWarmUp: 1.1, ofWindow: 1.2 };
const FURTHER_HOLDS = 5;
const SECONDS_AT_LEAST = 4;

/** Starts a server, and loads it with one connection and then with all. */
export async function measureSteady(condition: SteadyCondition, port: number): Promise<SteadyFigures> {
  const { endpoint, holdSeconds } = condition;
  await using server = new BackgroundProcess(serveCommand(port, ...serverFlags(condition)));
  await server.untilItPrints();
  const url = `http://127.0.0.1:${port}${endpoint}`;
  const alone = Math.max(RESIDENCE_SECONDS, RESIDENCE_HOLDS * holdSeconds);
  const residenceSeconds = 1 / (await steadyRate(url, 1, alone));
  const seconds = Math.max(
    SECONDS_AT_LEAST,
    cycleSeconds(condition) * CYCLES.ofWindow + FURTHER_HOLDS * holdSeconds,
  );
  const warmup = cycleSeconds(condition) * CYCLES.ofWarmUp;
  const measured = await steadyRate(url, CONNECTIONS, seconds, warmup);
  const figures = { residenceSeconds, expected: servedAtOnce(condition) / residenceSeconds, measured };
  process.stderr.write(`${conditionName(condition)}: ${JSON.stringify(figures)}\n`);
  return figures;
}

/** The steady state that Loadstone's own generator finds, in requests/s. */
async function steadyRate(
  url: string,
  connections: number,
  seconds: number,
  warmupSeconds = 0,
): Promise<number> {
  // Where one request is served at a time, the last of a hundred waits for all others.
  const flags = [
    '-q',
    '--json',
    '-t1',
    `-c${connections}`,
    `-d${Math.ceil(seconds * 1e3)}ms`,
    '--timeout=1h',
    ...(warmupSeconds > 0 ? ['--warmup', `${Math.ceil(warmupSeconds * 1e3)}ms`] : []),
  ];
  const command = [process.execPath, LOADSTONE, 'load', ...flags, url];
  const { output } = await new GeneratorProcess(command, warmupSeconds + seconds, {
    isTimed: false,
  }).finished();
  return readLoadstone(output).throughput.steadyStatePerSecond ?? NaN;
}
