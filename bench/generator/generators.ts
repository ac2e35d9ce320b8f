import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseDuration } from '../../src/units.ts';
import { trialRecordSchema } from '../../src/samples/trial-record.ts';

const LOADSTONE = join(resolve(import.meta.dirname, '../..'), 'dist/src/bin.js');

/** One way to load a server, as a command of its own. */
export interface Generator {
  name: string;
  /** Its start costs nothing to speak of. */
  startsAtOnce: boolean;
  command: (url: string, connections: number, seconds: number) => string[];
  read: (output: string) => Reading;
}

/** What a generator says of a load. */
interface Reading {
  requests: number;
  /** In µs. */
  quantiles: { p50: number; p99: number };
}

/** What one load took. */
export interface Load {
  requestsPerSecond: number;
  requests: number;
  /** User and system time of the whole process, its start included. */
  cpuSeconds: number;
  quantiles: Reading['quantiles'];
}

const loadstone = (transport: string, ...flags: string[]): Generator => ({
  name: `loadstone, ${[transport, ...flags].join(' ')}`,
  startsAtOnce: false,
  command: (url, connections, seconds) => {
    const load = `load -q --json -t1 -c${connections} -d${seconds}s --transport ${transport}`.split(' ');
    return [process.execPath, LOADSTONE, ...load, ...flags, url];
  },
  read: (output) => {
    const { ledger, responseTimeMs } = trialRecordSchema.parse(JSON.parse(output));
    const { p50, p99 } = responseTimeMs.observed;
    return { requests: ledger.completed, quantiles: { p50: (p50 ?? NaN) * 1e3, p99: (p99 ?? NaN) * 1e3 } };
  },
});

/** The first is what the others are compared with. */
export const GENERATORS: readonly [Generator, ...Generator[]] = [
  {
    name: 'wrk',
    startsAtOnce: true,
    command: (url, connections, seconds) =>
      `wrk -t1 -c${connections} -d${seconds}s --latency ${url}`.split(' '),
    read: (output) => {
      const quantile = (percent: number): number =>
        (parseDuration(new RegExp(`^ +${percent}% +(\\S+)$`, 'm').exec(output)?.[1] ?? '') ?? NaN) * 1e3;
      return {
        requests: Number(/(\d+) requests in/.exec(output)?.[1]),
        quantiles: { p50: quantile(50), p99: quantile(99) },
      };
    },
  },
  loadstone('node'),
  loadstone('epoll'),
  loadstone('epoll', '--stamps', 'user'),
  loadstone('uring'),
  loadstone('uring', '--stamps', 'user'),
];

/** Runs a generator on one core and takes the time of its whole process, which only its parent shell is told. */
export function measure(
  generator: Generator,
  url: string,
  connections: number,
  seconds: number,
  core: number,
): Load {
  const command = ['taskset', '-c', String(core), ...generator.command(url, connections, seconds)];
  const script = `TIMEFORMAT='%U %S'; time "$@"`;
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script, 'bash', ...command], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
  const { requests, quantiles } = generator.read(stdout);
  const [user = NaN, system = NaN] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return {
    requestsPerSecond: requests / seconds,
    requests,
    cpuSeconds: user + system,
    quantiles,
  };
}
