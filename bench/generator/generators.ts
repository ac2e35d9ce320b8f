import { join } from 'node:path';
import { TRANSPORT_CHOICES } from '../../src/load/transport/choose-transport.ts';
import { isOwnRecord, type OwnTrialRecord } from '../../src/samples/own-trial-record.ts';
import { trialRecordSchema } from '../../src/samples/trial-record.ts';
import { parseDuration } from '../../src/units.ts';
import { rawQuantiles } from './raw-samples.ts';
import { AUTOCANNON, LOADSTONE } from '../required-tools.ts';

/** What a generator is asked for. */
export interface Load {
  url: string;
  connections: number;
  seconds: number;
}

/** What a generator says of its load. */
export interface Reading {
  requests: number;
  requestsPerSecond: number;
  /** Of the response times, in µs. */
  p50: number;
  p99: number;
  p999: number;
}

/** One way to load a server, as a command of its own. */
export interface Generator {
  name: string;
  command: (load: Load) => string[];
  /** A load that ends as soon as it can: what the start costs. Undefined where that is nothing to speak of. */
  startCommand: ((load: Load) => string[]) | undefined;
  /** @throws {Error} when not all went well */
  read: (output: string) => Reading;
}

/** Longer than any server of the bench holds a request. */
const TIME_OUT_SECONDS = 20;
/** A load so short costs what it takes to start and to print; the requests in it cost a few milliseconds more. */
const START_SECONDS = 0.001;

/** `loadstone load`, as its users have it: compiled, on the Node that runs the bench. */
export function loadstoneCommand(flags: readonly string[], url: string): string[] {
  const fixed = ['load', '-q', '--json', '-t1', `--timeout=${TIME_OUT_SECONDS}s`];
  return [process.execPath, LOADSTONE, ...fixed, ...flags, url];
}

/** @throws {Error} when a request failed or the trial is invalid */
export function readLoadstone(output: string): OwnTrialRecord {
  const parsed = trialRecordSchema.safeParse(JSON.parse(output));
  if (!parsed.success || !isOwnRecord(parsed.data))
    throw new Error('the record is not of the form that src/ has now: npm run build');
  const { validity, ledger } = parsed.data;
  if (!validity.valid) throw new Error(`invalid: ${validity.reasons.join('; ')}`);
  const failures = Object.entries(ledger.failed).map(([kind, count]) => `${count} ${kind}`);
  if (failures.length > 0) throw new Error(`failed: ${failures.join(', ')}`);
  if (ledger.timedOut > 0) throw new Error(`timed out: ${ledger.timedOut}`);
  return parsed.data;
}

const microseconds = (milliseconds: number | null): number => (milliseconds ?? NaN) * 1e3;

function loadstone(flags: readonly string[]): Generator {
  const command = ({ url, connections, seconds }: Load): string[] =>
    loadstoneCommand([`-c${connections}`, `-d${seconds}s`, '--transport', ...flags], url);
  return {
    name: `loadstone, ${flags.join(' ')}`,
    command,
    startCommand: (load) => command({ ...load, seconds: START_SECONDS }),
    read: (output) => {
      const { ledger, throughput, responseTimeMs } = readLoadstone(output);
      const { p50, p99, p999 } = responseTimeMs.observed;
      return {
        requests: ledger.completed,
        requestsPerSecond: throughput.completedPerSecond,
        p50: microseconds(p50),
        p99: microseconds(p99),
        p999: microseconds(p999),
      };
    },
  };
}

function wrk(flags: readonly string[]): Generator {
  return {
    name: 'wrk',
    command: ({ url, connections, seconds }) => {
      const load = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', `${TIME_OUT_SECONDS}s`];
      return ['wrk', ...load, '--latency', ...flags, url];
    },
    startCommand: undefined,
    read: readWrk,
  };
}

function readWrk(output: string): Reading {
  const errors = /Socket errors: .*/.exec(output)?.[0] ?? /Non-2xx .*/.exec(output)?.[0];
  if (errors !== undefined) throw new Error(errors);
  const quantile = (percent: number): number => {
    const printed = new RegExp(`^ +${percent}% +(\\S+) *$`, 'm').exec(output)?.[1];
    return microseconds(parseDuration(printed ?? '') ?? null);
  };
  return {
    requests: Number(/(\d+) requests in/.exec(output)?.[1]),
    // Over the time it really ran: it stops up to 100 ms late.
    requestsPerSecond: Number(/Requests\/sec: +([\d.]+)/.exec(output)?.[1]),
    p50: quantile(50),
    p99: quantile(99),
    p999: Number(/^p99\.9 (\d+) us$/m.exec(output)?.[1]),
  };
}

/** What the others are compared with. */
export const WRK = wrk([]);
/** A connection for each request: the server closes it. */
export const WRK_SHORT_CONNECTIONS = wrk(['-H', 'Connection: close']);
/** It prints p99.9 only when a script asks it to. */
export const WRK_WITH_P999 = wrk(['-s', join(import.meta.dirname, 'wrk-quantiles.lua')]);

interface AutocannonResult {
  duration: number;
  errors: number;
  timeouts: number;
  non2xx: number;
  requests: { total: number };
  latency: { p50: number; p99: number; p99_9: number };
}

/** It runs on the same Node as Loadstone; its quantiles are whole milliseconds. */
export const AUTOCANNON_GENERATOR: Generator = {
  name: 'autocannon',
  command: ({ url, connections, seconds }) => autocannon(connections, ['-d', String(seconds)], url),
  startCommand: ({ url, connections }) => autocannon(connections, ['-a', String(connections)], url),
  read: (output) => {
    const result = JSON.parse(output) as AutocannonResult;
    const { errors, timeouts, non2xx, requests, latency, duration } = result;
    if (errors + timeouts + non2xx > 0)
      throw new Error(`${errors} errors, ${timeouts} time-outs, ${non2xx} bad`);
    return {
      requests: requests.total,
      requestsPerSecond: requests.total / duration,
      p50: microseconds(latency.p50),
      p99: microseconds(latency.p99),
      p999: microseconds(latency.p99_9),
    };
  },
};

function autocannon(connections: number, flags: readonly string[], url: string): string[] {
  const fixed = ['-j', '-n', '-c', String(connections), '-t', String(TIME_OUT_SECONDS)];
  return [process.execPath, AUTOCANNON, ...fixed, ...flags, url];
}

export const HEY: Generator = {
  name: 'hey',
  command: ({ url, connections, seconds }) => hey(connections, ['-z', `${seconds}s`], url),
  startCommand: ({ url, connections }) => hey(connections, ['-n', String(connections)], url),
  read: (output) => {
    const errors = /Error distribution:\s+(.*)/.exec(output)?.[1];
    if (errors !== undefined) throw new Error(errors);
    const statuses = [...output.matchAll(/^ +\[\d+\]\t(\d+) responses$/gm)];
    const quantile = (percent: number): number =>
      Number(new RegExp(`^ +${percent}% in ([\\d.]+) secs$`, 'm').exec(output)?.[1]) * 1e6;
    return {
      requests: statuses.reduce((sum, [, count]) => sum + Number(count), 0),
      requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]),
      p50: quantile(50),
      p99: quantile(99),
      p999: NaN,
    };
  },
};

function hey(connections: number, flags: readonly string[], url: string): string[] {
  return ['hey', '-c', String(connections), '-t', String(TIME_OUT_SECONDS), ...flags, url];
}

/** Loadstone that writes every request for itself into a file, with the quantiles of that file. */
export function withRawSamples(generator: Generator, path: string): Generator {
  return {
    ...generator,
    command: (load) => [...generator.command(load), '--samples', path],
    read: (output) => {
      const reading = generator.read(output);
      return { ...reading, ...rawQuantiles(path, reading.requests) };
    },
  };
}

/** Loadstone over `node:net`, which is there everywhere. */
export const LOADSTONE_NODE = loadstone(['node']);
/** The transports that are made for Linux; the best of them is the one that does best. */
export const LINUX_TRANSPORTS = TRANSPORT_CHOICES.filter((name) => name !== 'auto' && name !== 'node');
export const LOADSTONE_LINUX: readonly Generator[] = LINUX_TRANSPORTS.map((name) => loadstone([name]));
/** The kernel's stamps cost something; who measures no response times can do without. */
export const LOADSTONE_USER_STAMPS = loadstone(['epoll', '--stamps', 'user']);
