// Measures how far each generator's p50 and p99 are from the truth, against a server that holds every request 10 ms
// and records its own true delays; writes the figures into docs/performance.md. Linux only; needs wrk, taskset, a C
// compiler, and `npm run build`.
// Run: node bench/generator/accuracy.ts [rounds] [seconds]
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { replaceSection } from '../server/readme-section.ts';
import { median } from '../spread.ts';
import { DelayServer, startHog, type Quantiles } from './delay-server.ts';
import { GENERATORS, measure, type Generator } from './generators.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/performance.md');
const ROUNDS = Number(process.argv[2] ?? '5');
const SECONDS = Number(process.argv[3] ?? '4');
const HOLD_MS = 10;
const SERVER_CORE = 0;
const GENERATOR_CORE = 1;
const CASES = [
  { name: '1 connection', connections: 1, hog: false },
  { name: '100', connections: 100, hog: false },
  { name: '600', connections: 600, hog: false },
  { name: '1,400', connections: 1_400, hog: false },
  { name: '100, core shared', connections: 100, hog: true },
] as const;

const server = new DelayServer();
try {
  const cells = GENERATORS.map(() => CASES.map((): Quantiles[] => []));
  for (let round = 0; round < ROUNDS; round++)
    for (const [column, case_] of CASES.entries())
      for (const [row, generator] of GENERATORS.entries())
        cells[row]?.[column]?.push(await error(generator, case_));
  writeFileSync(DOCUMENT, replaceSection(readFileSync(DOCUMENT, 'utf8'), 'accuracy', table(cells)));
} finally {
  server.remove();
}

/** What a generator reports, less what the server knows. */
async function error(
  generator: Generator,
  { name, connections, hog }: (typeof CASES)[number],
): Promise<Quantiles> {
  let reported: Quantiles = { p50: NaN, p99: NaN };
  const stopHog = hog ? startHog(GENERATOR_CORE) : () => {};
  const truth = await server.during(HOLD_MS, SERVER_CORE, () => {
    reported = measure(generator, server.url, connections, SECONDS, GENERATOR_CORE).quantiles;
  });
  stopHog();
  process.stderr.write(
    `${name}: ${generator.name} ${JSON.stringify(reported)}, in truth ${JSON.stringify(truth)}\n`,
  );
  return { p50: reported.p50 - truth.p50, p99: reported.p99 - truth.p99 };
}

function table(cells: readonly (readonly Quantiles[][])[]): string {
  const rows = GENERATORS.map(({ name }, row) => [
    name,
    ...(cells[row] ?? []).map(
      (errors) => `${signed(errors.map(({ p50 }) => p50))} / ${signed(errors.map(({ p99 }) => p99))}`,
    ),
  ]);
  const head = ['error of p50 / p99, µs', ...CASES.map(({ name }) => name)];
  const lines = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows];
  return [
    `Against a server that holds every request ${HOLD_MS} ms and records how long it really took, from the kernel's stamp of the`,
    `request to its answer; medians of ${ROUNDS} rounds of ${SECONDS} s. In the last column a process that never rests shares the`,
    "generator's core. wrk prints its quantiles to 10 µs.",
    '',
    ...lines.map((line) => `| ${line.join(' | ')} |`),
  ].join('\n');
}

function signed(values: readonly number[]): string {
  const value = Math.round(median(values));
  return `${value > 0 ? '+' : ''}${value.toLocaleString('en')}`.replace('-', '−');
}
