// What a request costs each generator, as ratios to wrk in the same round, on nginx and on a server that costs less.
import type { BackgroundProcess } from '../background-process.ts';
import type { BenchOptions } from './bench-options.ts';
import { NO_COST, ratio, ratios, type Cost, type Costs } from './cost.ts';
import { cpuVerdicts, type AskedOfCpu, type Contestants } from './cpu-verdicts.ts';
import { Failures } from '../failures.ts';
import { medianOf, spreadOf } from '../figures.ts';
import {
  AUTOCANNON_GENERATOR,
  HEY,
  LOADSTONE_LINUX,
  LOADSTONE_NODE,
  LOADSTONE_USER_STAMPS,
  WRK,
  type Generator,
} from './generators.ts';
import { markdownTable } from '../markdown-table.ts';
import { Nginx } from './nginx.ts';
import type { Findings } from '../findings.ts';
import type { Part } from './part.ts';
import { isThere } from '../required-tools.ts';
import { runGenerator, startCost } from './run-generator.ts';
import type { ServerPrograms } from './server-programs.ts';

const NGINX_PORT = 18_080;
const FAST_PORT = 18_081;
/** Start-up is part of what is asked: it weighs less the longer a load is. */
const JUDGED_SECONDS = 6;
const PEER_SECONDS = 2;
const OTHER_SECONDS = 1;

const OURS = [LOADSTONE_NODE, ...LOADSTONE_LINUX];
const COMPARED: readonly Generator[] = [WRK, ...OURS];
const PEERS: readonly Generator[] = [AUTOCANNON_GENERATOR, HEY];
const ALL: readonly Generator[] = [...COMPARED, LOADSTONE_USER_STAMPS, ...PEERS];

const CONTESTANTS: Contestants = {
  wrk: WRK.name,
  autocannon: AUTOCANNON_GENERATOR.name,
  hey: HEY.name,
  node: LOADSTONE_NODE.name,
  linux: [...LOADSTONE_LINUX, LOADSTONE_USER_STAMPS].map(({ name }) => name),
};

/** What is loaded, and what is asked there. */
interface Server {
  url: string;
  asked: AskedOfCpu;
}

const SERVERS: readonly Server[] = [
  {
    url: `http://127.0.0.1:${NGINX_PORT}/`,
    asked: { server: 'nginx', best: { cpu: 0.9, rate: 1.07 }, node: { cpu: 1.05 } },
  },
  {
    url: `http://127.0.0.1:${FAST_PORT}/`,
    asked: { server: 'the fast server', best: { cpu: 0.78, rate: 1.3 }, node: { cpu: 1.05 } },
  },
];

/** How it is loaded. */
interface Condition {
  name: string;
  connections: number;
  path: string;
}

const JUDGED: Condition = { name: '100 connections, 100 bytes', connections: 100, path: '' };
const OTHERS: readonly Condition[] = [
  { name: '1 connection', connections: 1, path: '' },
  { name: '10', connections: 10, path: '' },
  { name: '1,000', connections: 1_000, path: '' },
  { name: '100, 10 kB', connections: 100, path: '10k' },
  { name: '100, in chunks', connections: 100, path: 'chunked' },
];

export const cpu: Part = {
  tools: ['nginx', 'wrk', 'hey', 'autocannon', 'loadstone', 'taskset', 'bash'],
  measure: measureCpu,
};

async function measureCpu(options: BenchOptions, programs: ServerPrograms): Promise<Findings> {
  const failures = new Failures();
  await using started = new AsyncDisposableStack();
  started.use(await Nginx.start(NGINX_PORT));
  started.use(await startFastServer(programs));
  const texts: string[] = [heading(options)];
  const verdicts = [];
  for (const server of SERVERS) {
    const judged = await measureRounds(ALL, server, JUDGED, judgedSeconds, options, failures);
    verdicts.push(...cpuVerdicts(judged, server.asked, CONTESTANTS));
    texts.push(`### ${JUDGED.name}, ${server.asked.server}`, costTable(judged));
    const others = [];
    for (const condition of OTHERS)
      others.push(await measureRounds(COMPARED, server, condition, () => OTHER_SECONDS, options, failures));
    texts.push(`### Other loads, ${server.asked.server}`, OTHER_INTRODUCTION, ratioTable(others));
  }
  if (failures.text !== '') texts.push(failures.text.trimEnd());
  return { text: texts.join('\n\n'), verdicts };
}

/** Of the peers only the rates are judged. */
function judgedSeconds(generator: Generator): number {
  return PEERS.includes(generator) ? PEER_SECONDS : JUDGED_SECONDS;
}

/** The compiled one; where there is no compiler, another nginx. */
function startFastServer(programs: ServerPrograms): Promise<BackgroundProcess | Nginx> {
  return isThere('cc') ? programs.start('fast-server', [FAST_PORT]) : Nginx.start(FAST_PORT);
}

/** Loads by each generator in turn: what else the machine does falls on all alike. */
async function measureRounds(
  generators: readonly Generator[],
  server: Server,
  condition: Condition,
  secondsOf: (generator: Generator) => number,
  options: BenchOptions,
  failures: Failures,
): Promise<Costs> {
  const costs = new Map(generators.map(({ name }) => [name, [] as Cost[]]));
  const load = { url: server.url + condition.path, connections: condition.connections };
  for (let round = 1; round <= options.rounds; round++)
    for (const generator of generators) {
      const where = `${server.asked.server}, ${condition.name}, round ${round}, ${generator.name}`;
      const seconds = options.seconds ?? secondsOf(generator);
      const cost = await measureCost(generator, { ...load, seconds }, (reason) =>
        failures.add(where, reason),
      );
      process.stderr.write(`${where}: ${JSON.stringify(cost)}\n`);
      costs.get(generator.name)?.push(cost);
    }
  return costs;
}

async function measureCost(
  generator: Generator,
  load: { url: string; connections: number; seconds: number },
  onFailure: (reason: string) => void,
): Promise<Cost> {
  const outcome = await runGenerator(generator, load);
  if (outcome.state === 'failed') {
    onFailure(outcome.reason);
    return NO_COST;
  }
  const { cpuSeconds, requests, requestsPerSecond } = outcome.measured;
  const start = await startCost(generator, load);
  return {
    perRequest: (cpuSeconds * 1e6) / requests,
    perRequestAfterStart: ((cpuSeconds - start) * 1e6) / requests,
    requestsPerSecond,
  };
}

const OTHER_INTRODUCTION =
  'CPU a request ÷ wrk / the same with the start left out / requests/s ÷ wrk: medians of the ratios.';

function heading({ rounds, seconds }: BenchOptions): string {
  const fast = isThere('cc')
    ? 'a program of ours (`servers/fast-server.c`)'
    : 'another nginx, for want of a C compiler';
  return [
    `${Nginx.version()}, and as the fast server ${fast}; 100 bytes of body unless it says otherwise. ${rounds} interleaved`,
    `rounds of ${seconds ?? JUDGED_SECONDS} s (autocannon and hey: ${seconds ?? PEER_SECONDS} s), of the other loads ${seconds ?? OTHER_SECONDS} s.`,
  ].join('\n');
}

function costTable(costs: Costs): string {
  const head = ['generator', 'CPU a request, µs', '÷ wrk', 'start left out, ÷ wrk', 'requests/s', '÷ wrk'];
  const rows = [...costs].map(([generator, rounds]) => [
    generator,
    spreadOf(
      rounds.map(({ perRequest }) => perRequest),
      2,
    ),
    spreadOf(ratios(costs, 'perRequest', generator, WRK.name), 2),
    spreadOf(ratios(costs, 'perRequestAfterStart', generator, WRK.name), 2),
    Math.round(medianOf(rounds.map(({ requestsPerSecond }) => requestsPerSecond))).toLocaleString('en'),
    spreadOf(ratios(costs, 'requestsPerSecond', generator, WRK.name), 2),
  ]);
  return markdownTable(head, rows);
}

function ratioTable(conditions: readonly Costs[]): string {
  const rows = OURS.map(({ name: generator }) => [
    generator,
    ...conditions.map((costs) => {
      const figures = ['perRequest', 'perRequestAfterStart', 'requestsPerSecond'] as const;
      return figures.map((figure) => ratio(costs, figure, generator, WRK.name).toFixed(2)).join(' / ');
    }),
  ]);
  return markdownTable(['generator', ...OTHERS.map(({ name }) => name)], rows);
}
