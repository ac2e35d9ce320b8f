// How many requests a generator holds in flight at once, against a server that holds each for a second, and what a
// connection costs it in memory: what its process has with many, less what it has with few.
import type { BenchOptions } from './bench-options.ts';
import { Failures } from '../failures.ts';
import { medianOf, spreadOf } from '../figures.ts';
import { GeneratorProcess } from '../generator-process.ts';
import { LOADSTONE_LINUX, LOADSTONE_NODE, WRK, type Generator } from './generators.ts';
import { markdownTable } from '../markdown-table.ts';
import type { Findings } from '../findings.ts';
import type { Part } from './part.ts';
import { residentBytes } from '../process-memory.ts';
import { outcomeOf } from './run-generator.ts';
import type { ServerPrograms } from './server-programs.ts';
import { atLeast, atMost, type Verdict } from '../verdict.ts';

const PORT = 18_083;
const HOLD_MS = 1_000;
/** A process may have 20,000 descriptors, and its queue of connections 4,096 places. */
const SERVER_PROCESSES = 8;
/** For each load: long enough for all to be in flight, several times. */
const SECONDS = 5;
const FEW_SECONDS = 2;
const FEW = 100;
const MANY = 19_000;
/** In each of several processes, each to an address of its own: to one address there are 28,000 ports. */
const MANY_IN_EACH = [16_667, 16_667, 16_666];
const IN_ALL = MANY_IN_EACH.reduce((sum, connections) => sum + connections);
const OURS = [LOADSTONE_NODE, ...LOADSTONE_LINUX];
const GENERATORS: readonly Generator[] = [WRK, ...OURS];
/** Bytes of memory a connection. */
const ASKED_OF_LINUX = 1_000;
const ASKED_OF_NODE = 8_000;

/** What a generator reached in one round. */
interface Reached {
  /** Requests in flight at once, as the server counted them. */
  inOneProcess: number;
  inSeveral: number;
  bytesPerConnection: number;
}

export const scale: Part = {
  tools: ['cc', 'wrk', 'loadstone', 'taskset'],
  measure: measureScale,
};

async function measureScale(options: BenchOptions, programs: ServerPrograms): Promise<Findings> {
  const failures = new Failures();
  const reached = new Map(GENERATORS.map((generator) => [generator, [] as Reached[]]));
  for (let round = 1; round <= options.rounds; round++)
    for (const generator of GENERATORS) {
      const where = `round ${round}, ${generator.name}`;
      const one = await measureRound(programs, generator, options, (what, reason) =>
        failures.add(`${where}, ${what}`, reason),
      );
      process.stderr.write(`${where}: ${JSON.stringify(one)}\n`);
      reached.get(generator)?.push(one);
    }
  const text = [heading(options), table(reached), failures.text.trimEnd()].filter((part) => part !== '');
  return { text: text.join('\n\n'), verdicts: OURS.flatMap((generator) => verdicts(generator, reached)) };
}

async function measureRound(
  programs: ServerPrograms,
  generator: Generator,
  { seconds = SECONDS }: BenchOptions,
  onFailure: (what: string, reason: string) => void,
): Promise<Reached> {
  const hold = async (connections: readonly number[], ofSeconds = seconds): Promise<Held> => {
    const outcome = await outcomeOf(() => holdInFlight(programs, generator, connections, ofSeconds));
    if (outcome.state === 'measured') return outcome.measured;
    onFailure(`${connections.join(' + ')} connections`, outcome.reason);
    return { most: NaN, bytes: NaN };
  };
  const few = await hold([FEW], FEW_SECONDS);
  const many = await hold([MANY]);
  const several = await hold(MANY_IN_EACH);
  return {
    inOneProcess: many.most,
    inSeveral: several.most,
    bytesPerConnection: (many.bytes - few.bytes) / (MANY - FEW),
  };
}

/** What was in flight at once, and the memory of the first process while it was. */
interface Held {
  most: number;
  bytes: number;
}

/** Loads from as many processes as there are numbers of connections. @throws {Error} when not all went well */
async function holdInFlight(
  programs: ServerPrograms,
  generator: Generator,
  connections: readonly number[],
  seconds: number,
): Promise<Held> {
  const asked = connections.reduce((sum, count) => sum + count);
  const held: Held = { most: 0, bytes: NaN };
  const processes: GeneratorProcess[] = [];
  const onLine = (line: string): void => {
    if (!line.startsWith('{')) return;
    const now = JSON.parse(line) as { held: number; most: number };
    held.most = now.most;
    const bytes = residentBytes(processes[0]?.pid ?? -1);
    if (now.held >= asked && !(bytes <= held.bytes)) held.bytes = bytes;
  };
  const args = [PORT, HOLD_MS, SERVER_PROCESSES, connections.length];
  await using started = new AsyncDisposableStack();
  started.use(await programs.start('hold-server', args, onLine));
  for (const [index, count] of connections.entries()) {
    const load = { url: `http://127.0.0.${index + 1}:${PORT}/`, connections: count, seconds };
    processes.push(new GeneratorProcess(generator.command(load), seconds, { isTimed: false }));
  }
  const ends = await Promise.allSettled(processes.map((one) => one.finished()));
  for (const end of ends) {
    if (end.status === 'rejected') throw end.reason;
    generator.read(end.value.output);
  }
  return held;
}

function heading({ rounds, seconds = SECONDS }: BenchOptions): string {
  return [
    `Against a server that holds every request ${HOLD_MS / 1e3} s. In flight: the most at once, as the server counted them; the least and the`,
    `most of ${rounds} interleaved rounds of ${seconds} s. Memory a connection is the resident memory of the process with ${MANY.toLocaleString('en')} in flight, less`,
    `that with ${FEW}, a connection. Several processes are ${MANY_IN_EACH.length}, on one core.`,
  ].join('\n');
}

function table(reached: ReadonlyMap<Generator, readonly Reached[]>): string {
  const head = ['generator', 'in flight, one process', 'in flight, several', 'memory a connection, bytes'];
  const rows = [...reached].map(([generator, rounds]) => [
    generator.name,
    range(rounds.map(({ inOneProcess }) => inOneProcess)),
    range(rounds.map(({ inSeveral }) => inSeveral)),
    spreadOf(
      rounds.map(({ bytesPerConnection }) => bytesPerConnection),
      0,
    ),
  ]);
  return markdownTable(head, rows);
}

/** A round that failed shows: the least of what is no number is none. */
function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (Number.isNaN(least)) return 'failed';
  return least === most
    ? least.toLocaleString('en')
    : `${least.toLocaleString('en')} to ${most.toLocaleString('en')}`;
}

function verdicts(generator: Generator, reached: ReadonlyMap<Generator, readonly Reached[]>): Verdict[] {
  const rounds = reached.get(generator) ?? [];
  const least = (of: keyof Reached): number => Math.min(...rounds.map((round) => round[of]));
  const bytes = generator === LOADSTONE_NODE ? ASKED_OF_NODE : ASKED_OF_LINUX;
  return [
    {
      figure: `in flight at once without an error in one process, in every round, ${generator.name}`,
      reached: least('inOneProcess'),
      asked: atLeast(MANY, '', 0),
    },
    {
      figure: `in flight at once without an error over several processes, in every round, ${generator.name}`,
      reached: least('inSeveral'),
      asked: atLeast(IN_ALL, '', 0),
    },
    {
      figure: `memory a connection, ${generator.name}`,
      reached: medianOf(rounds.map(({ bytesPerConnection }) => bytesPerConnection)),
      asked: atMost(bytes, ' bytes', 0),
    },
  ];
}
