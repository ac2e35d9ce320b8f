// Measures what a request costs each generator, on nginx: nginx on core 0, the generator on core 1, in interleaved
// rounds, as ratios to wrk in the same round; writes the figures into docs/performance.md. Linux only; needs nginx,
// wrk and taskset, and `npm run build`.
// Run: node bench/generator/cpu.ts [rounds] [seconds]
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { replaceSection } from '../server/readme-section.ts';
import { median, spread } from '../spread.ts';
import { GENERATORS, measure, type Generator } from './generators.ts';
import { startNginx } from './nginx.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/performance.md');
const ROUNDS = Number(process.argv[2] ?? '5');
const SECONDS = Number(process.argv[3] ?? '8');
const CONNECTIONS = [10, 100, 1_000];
/** A load so short costs what it takes to start and to print; the requests in it cost a few milliseconds more. */
const START_SECONDS = 0.001;
const SERVER_CORE = 0;
const GENERATOR_CORE = 1;

const loadBefore = loadavg()[0] ?? NaN;
const tables: string[] = [];
await using nginx = await startNginx(SERVER_CORE);
for (const connections of CONNECTIONS) tables.push(table(connections, measureRounds(connections)));
writeFileSync(
  DOCUMENT,
  replaceSection(readFileSync(DOCUMENT, 'utf8'), 'cpu', [heading(), ...tables].join('\n\n')),
);

interface Cost {
  requestsPerSecond: number;
  /** In µs, of the whole process. */
  perRequest: number;
  /** The same without what a process costs that hardly loads. */
  perRequestAfterStart: number;
}

/** Loads by each generator in turn: what else the machine does falls on all alike. */
function measureRounds(connections: number): Cost[][] {
  return Array.from({ length: ROUNDS }, (_, round) =>
    GENERATORS.map((generator) => {
      const cost = measureCost(generator, connections);
      process.stderr.write(
        `${connections} connections, round ${round + 1}: ${generator.name} ${JSON.stringify(cost)}\n`,
      );
      return cost;
    }),
  );
}

function measureCost(generator: Generator, connections: number): Cost {
  const load = measure(generator, nginx.url, connections, SECONDS, GENERATOR_CORE);
  const start = generator.startsAtOnce
    ? 0
    : measure(generator, nginx.url, connections, START_SECONDS, GENERATOR_CORE).cpuSeconds;
  return {
    requestsPerSecond: load.requestsPerSecond,
    perRequest: (load.cpuSeconds * 1e6) / load.requests,
    perRequestAfterStart: ((load.cpuSeconds - start) * 1e6) / load.requests,
  };
}

function heading(): string {
  const cpu = (cpus()[0]?.model ?? '').replace(/ (?:with|Processor|\d+-Core).*/, '');
  return [
    `Node ${process.version}, ${cpus().length} cores (${cpu}), ${nginx.version}, 100 bytes of body; ${ROUNDS} interleaved`,
    `rounds of ${SECONDS} s. Load average of the machine: ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? NaN).toFixed(1)} after; the bench itself makes 2.`,
  ].join('\n');
}

function table(connections: number, rounds: readonly Cost[][]): string {
  const rows = GENERATORS.map(({ name }, index) => {
    const column = (of: keyof Cost): number[] => rounds.map((round) => round[index]?.[of] ?? NaN);
    const toWrk = (of: keyof Cost): number[] =>
      rounds.map((round) => (round[index]?.[of] ?? NaN) / (round[0]?.[of] ?? NaN));
    return [
      name,
      median(column('perRequest')).toFixed(2),
      spread(toWrk('perRequest'), 2),
      spread(toWrk('perRequestAfterStart'), 2),
      Math.round(median(column('requestsPerSecond'))).toLocaleString('en'),
      spread(toWrk('requestsPerSecond'), 2),
    ];
  });
  const head = ['generator', 'CPU a request, µs', '÷ wrk', 'start left out, ÷ wrk', 'requests/s', '÷ wrk'];
  const lines = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows];
  return [
    `### ${connections.toLocaleString('en')} connections`,
    '',
    ...lines.map((line) => `| ${line.join(' | ')} |`),
  ].join('\n');
}
