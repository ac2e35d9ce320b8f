// Measures what a request costs each generator, on nginx: nginx on core 0, the generator on core 1, in interleaved
// rounds, as ratios to wrk in the same round; writes the figures into docs/performance.md. Linux only; needs nginx,
// wrk and taskset, and `npm run build`.
// Run: node bench/generator/cpu.ts [rounds] [seconds]
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { replaceSection } from '../server/readme-section.ts';
import { median, spread } from '../spread.ts';
import { GENERATORS, measure, type Load } from './generators.ts';
import { startNginx } from './nginx.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/performance.md');
const ROUNDS = Number(process.argv[2] ?? '5');
const SECONDS = Number(process.argv[3] ?? '8');
const CONNECTIONS = [1, 10, 100, 1_000];
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

/** Loads by each generator in turn: what else the machine does falls on all alike. */
function measureRounds(connections: number): Load[][] {
  return Array.from({ length: ROUNDS }, (_, round) =>
    GENERATORS.map((generator) => {
      const load = measure(generator, nginx.url, connections, SECONDS, GENERATOR_CORE);
      process.stderr.write(
        `${connections} connections, round ${round + 1}: ${generator.name} ` +
          `${load.cpuMicrosecondsPerRequest.toFixed(2)} µs, ${load.requestsPerSecond.toFixed(0)}/s\n`,
      );
      return load;
    }),
  );
}

function heading(): string {
  const cpu = (cpus()[0]?.model ?? '').replace(/ (?:with|Processor|\d+-Core).*/, '');
  return [
    `Node ${process.version}, ${cpus().length} cores (${cpu}), ${nginx.version}, 100 bytes of body; ${ROUNDS} interleaved`,
    `rounds of ${SECONDS} s. Load average of the machine before: ${loadBefore.toFixed(1)}.`,
  ].join('\n');
}

function table(connections: number, rounds: readonly Load[][]): string {
  const rows = GENERATORS.map(({ name }, index) => {
    const loads = rounds.map((round) => [round[index], round[0]] as [Load, Load]);
    const cpu = loads.map(([load, wrk]) => load.cpuMicrosecondsPerRequest / wrk.cpuMicrosecondsPerRequest);
    const rate = loads.map(([load, wrk]) => load.requestsPerSecond / wrk.requestsPerSecond);
    const absolute = loads.map(([load]) => load);
    const cells = [
      name,
      median(absolute.map((load) => load.cpuMicrosecondsPerRequest)).toFixed(2),
      spread(cpu, 2),
      Math.round(median(absolute.map((load) => load.requestsPerSecond))).toLocaleString('en'),
      spread(rate, 2),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `### ${connections.toLocaleString('en')} connection${connections === 1 ? '' : 's'}`,
    '',
    '| generator | CPU a request, µs | ÷ wrk | requests/s | ÷ wrk |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}
