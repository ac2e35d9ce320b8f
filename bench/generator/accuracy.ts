// How far each generator's p50 and p99 are from the truth, against a server that holds every request for a time and
// records, by the kernel's stamps, how long each really took.
import { BackgroundProcess } from '../background-process.ts';
import type { BenchOptions } from './bench-options.ts';
import { GENERATOR_CORE, onCore } from '../cores.ts';
import { Failures } from '../failures.ts';
import { medianOf, signed } from '../figures.ts';
import {
  AUTOCANNON_GENERATOR,
  LOADSTONE_LINUX,
  LOADSTONE_NODE,
  withRawSamples,
  WRK,
  type Generator,
} from './generators.ts';
import { markdownTable } from '../markdown-table.ts';
import type { Findings } from '../findings.ts';
import type { Part } from './part.ts';
import { runGenerator } from './run-generator.ts';
import type { ServerPrograms } from './server-programs.ts';
import { atMost, type Verdict } from '../verdict.ts';

const PORT = 18_082;
const SECONDS = 1;
/** In µs, of p50 and of p99, with the best transport. */
const ASKED_ERROR = 20;
const BESIDE: readonly Generator[] = [WRK, AUTOCANNON_GENERATOR, LOADSTONE_NODE];
const NAMES = [...BESIDE, ...LOADSTONE_LINUX].map(({ name }) => name);

/** A load, and whether a process that never rests has the generator's core too. */
interface Case {
  name: string;
  holdMs: number;
  connections: number;
  /** One connection makes few samples. */
  times: number;
  isCoreShared: boolean;
}

const holding = (holdMs: number, connections: number, more: Partial<Case> = {}): Case => ({
  name: `${holdMs} ms, ${connections.toLocaleString('en')}`,
  holdMs,
  connections,
  times: 1,
  isCoreShared: false,
  ...more,
});
const CASES: readonly Case[] = [
  holding(10, 1, { times: 4 }),
  holding(10, 100),
  holding(10, 600),
  holding(10, 1_400),
  holding(10, 100, { name: '10 ms, 100, core shared', isCoreShared: true }),
  holding(10, 1_400, { name: '10 ms, 1,400, core shared', isCoreShared: true }),
  holding(0, 100),
  holding(1, 100),
  holding(100, 100),
];

/** What a generator reports less the truth, in µs. */
interface QuantileErrors {
  p50: number;
  p99: number;
}

/** The errors of the rounds, by generator and case. */
type Cells = ReadonlyMap<string, ReadonlyMap<Case, QuantileErrors[]>>;

export const accuracy: Part = {
  tools: ['cc', 'wrk', 'autocannon', 'loadstone', 'taskset', 'bash'],
  measure: measureAccuracy,
};

async function measureAccuracy(options: BenchOptions, programs: ServerPrograms): Promise<Findings> {
  const failures = new Failures();
  const samples = programs.scratchFile('samples.ndjson');
  const generators = [...BESIDE, ...LOADSTONE_LINUX.map((generator) => withRawSamples(generator, samples))];
  const cells: Cells = new Map(NAMES.map((name) => [name, new Map(CASES.map((held) => [held, []]))]));
  for (let round = 1; round <= options.rounds; round++)
    for (const held of CASES)
      for (const generator of generators) {
        const where = `${held.name}, round ${round}, ${generator.name}`;
        const errors = await measureErrors(programs, generator, held, options, (reason) =>
          failures.add(where, reason),
        );
        process.stderr.write(`${where}: ${JSON.stringify(errors)}\n`);
        cells.get(generator.name)?.get(held)?.push(errors);
      }
  const text = [heading(options), table(cells), failures.text.trimEnd()].filter((part) => part !== '');
  return { text: text.join('\n\n'), verdicts: verdicts(cells) };
}

/** What a generator reports, less what the server knows. */
async function measureErrors(
  programs: ServerPrograms,
  generator: Generator,
  { holdMs, connections, times, isCoreShared }: Case,
  { seconds = SECONDS }: BenchOptions,
  onFailure: (reason: string) => void,
): Promise<QuantileErrors> {
  await using started = new AsyncDisposableStack();
  const server = started.use(await programs.start('delay-server', [PORT, holdMs * 1e6]));
  if (isCoreShared) started.use(startHog());
  const load = { url: `http://127.0.0.1:${PORT}/`, connections, seconds: seconds * times };
  const outcome = await runGenerator(generator, load);
  const truth = JSON.parse(await server.stop()) as QuantileErrors;
  if (outcome.state === 'failed') {
    onFailure(outcome.reason);
    return { p50: NaN, p99: NaN };
  }
  return { p50: outcome.measured.p50 - truth.p50, p99: outcome.measured.p99 - truth.p99 };
}

/** Wants the generator's core, and never rests. */
function startHog(): BackgroundProcess {
  return new BackgroundProcess(onCore(GENERATOR_CORE, [process.execPath, '-e', 'for (;;);']));
}

function heading({ rounds, seconds }: BenchOptions): string {
  return [
    'Against a server that holds every request for a time and knows how long it really took: from the kernel’s stamp of the request to',
    `the kernel’s stamp of the response. Medians of the errors of ${rounds} interleaved rounds of ${seconds ?? SECONDS} s (one connection: ${(seconds ?? SECONDS) * 4} s). A column is the`,
    'hold and the connections; where the core is shared, a process that never rests wants the generator’s core. wrk prints its',
    'quantiles to 10 µs, autocannon to 1 ms; those of Loadstone over a transport for Linux are of its raw samples.',
  ].join('\n');
}

function table(cells: Cells): string {
  const head = ['error of p50 / p99, µs', ...CASES.map(({ name }) => name)];
  const rows = NAMES.map((name) => [
    name,
    ...CASES.map((held) => {
      const { p50, p99 } = medianErrors(cells, name, held);
      return `${signed(p50)} / ${signed(p99)}`;
    }),
  ]);
  return markdownTable(head, rows);
}

function medianErrors(cells: Cells, name: string, held: Case): QuantileErrors {
  const rounds = cells.get(name)?.get(held) ?? [];
  return { p50: medianOf(rounds.map(({ p50 }) => p50)), p99: medianOf(rounds.map(({ p99 }) => p99)) };
}

/** In each case the transport for Linux that is nearest to the truth is judged. */
function verdicts(cells: Cells): Verdict[] {
  return CASES.map((held) => {
    const candidates = LOADSTONE_LINUX.map(({ name }) => {
      const { p50, p99 } = medianErrors(cells, name, held);
      return { name, worse: Math.max(Math.abs(p50), Math.abs(p99)) };
    }).filter(({ worse }) => Number.isFinite(worse));
    const nearest = candidates.toSorted((one, other) => one.worse - other.worse)[0];
    return {
      figure: `error of p50 or p99, whichever is larger, at ${held.name}, ${nearest?.name ?? 'loadstone'}`,
      reached: nearest?.worse ?? NaN,
      asked: atMost(ASKED_ERROR, ' µs', 0),
    };
  });
}
