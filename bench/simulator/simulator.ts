// Judges how fast the simulator is: writes docs/simulator-performance.md, prints a line for each figure, and ends with 1 when
// one is not reached. Needs Debian's python3-simpy.
// Run: node bench/simulator/simulator.ts [--rounds N]
import { execFileSync, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { machineRepairman } from '../../src/queueing/machine-repairman.ts';
import { milliseconds } from '../../src/units.ts';
import { readBenchOptions } from '../bench-options.ts';
import { medianOf, spreadOf } from '../figures.ts';
import { markdownTable } from '../markdown-table.ts';
import { PYTHON } from '../required-tools.ts';
import { atLeast, atMost, type Asked, type Verdict } from '../verdict.ts';
import { printVerdicts, writeSection } from '../write-section.ts';
import { MODELS, REPAIRMAN, type ModelName } from './models.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/simulator-performance.md');
const ROUNDS = 5;
/** Simulated by SimPy: some 66,000 requests. */
const SIMPY_SECONDS = 2;

/** What one model took in one round. */
interface Measured {
  events: number;
  completed: number;
  /** By the clock. */
  seconds: number;
  /** Of the processor, by all threads of the process: what one core would take that it has for itself. */
  cpuSeconds: number;
  maxBytes: number;
}

interface Round {
  ours: Record<ModelName, Measured>;
  simpy: { completed: number; seconds: number; cpuSeconds: number; meanMs: number };
}

/** All models and SimPy, one after the other, so that what the machine does beside falls on all of them. */
function measureRound(round: number): Round {
  const names = Object.keys(MODELS) as ModelName[];
  const ours = Object.fromEntries(names.map((name) => [name, runModel(name, round)])) as Round['ours'];
  const result = { ours, simpy: runSimpy(round) };
  process.stderr.write(`round ${round}: ${JSON.stringify(result)}\n`);
  return result;
}

function runModel(name: ModelName, seed: number): Measured {
  const program = join(import.meta.dirname, 'run-model.ts');
  return JSON.parse(
    execFileSync(process.execPath, [program, name, String(seed)], { encoding: 'utf8' }),
  ) as Measured;
}

function runSimpy(seed: number): Round['simpy'] {
  const { clients, slots, holdMs, thinkMs } = REPAIRMAN;
  const program = join(import.meta.dirname, 'machine-repairman.py');
  const args = [clients, slots, holdMs / 1e3, thinkMs / 1e3, SIMPY_SECONDS, seed].map(String);
  return JSON.parse(execFileSync(PYTHON, [program, ...args], { encoding: 'utf8' })) as Round['simpy'];
}

const millionsASecond = ({ events, cpuSeconds }: Measured): number => events / cpuSeconds / 1e6;
const requestsASecond = ({ completed, cpuSeconds }: Pick<Measured, 'completed' | 'cpuSeconds'>): number =>
  completed / cpuSeconds;
const ratios = (rounds: readonly Round[]): number[] =>
  rounds.map(({ ours, simpy }) => requestsASecond(ours.hundred) / requestsASecond(simpy));

const rate = (value: number): Asked => atLeast(value, ' million events/s', 1);

function verdictsOf(rounds: readonly Round[]): Verdict[] {
  const of = (name: ModelName, figure: (one: Measured) => number): number =>
    medianOf(rounds.map(({ ours }) => figure(ours[name])));
  return [
    { figure: '100 clients, exponential times', reached: of('hundred', millionsASecond), asked: rate(10) },
    { figure: '100 clients, times all alike', reached: of('hundredAlike', millionsASecond), asked: rate(10) },
    {
      figure: '1,000,000 clients, exponential times',
      reached: of('million', millionsASecond),
      asked: rate(2),
    },
    {
      figure: '1,000,000 clients × 10 requests',
      reached: of('million', ({ seconds }) => seconds),
      asked: atMost(10, ' s', 1),
    },
    {
      figure: 'the same, memory of the process',
      reached: of('million', ({ maxBytes }) => maxBytes / 2 ** 30),
      asked: atMost(1, ' GiB', 2),
    },
    {
      figure: 'requests simulated a second, over SimPy',
      reached: medianOf(ratios(rounds)),
      asked: atLeast(30, ' times', 0),
    },
  ];
}

function table(rounds: readonly Round[]): string {
  const rows = (Object.keys(MODELS) as ModelName[]).map((name) => {
    const all = rounds.map(({ ours }) => ours[name]);
    return [
      NAMES[name],
      spreadOf(all.map(millionsASecond), 2),
      spreadOf(
        all.map((one) => requestsASecond(one) / 1e6),
        2,
      ),
      spreadOf(
        all.map(({ cpuSeconds }) => cpuSeconds),
        1,
      ),
      spreadOf(
        all.map(({ seconds }) => seconds),
        1,
      ),
      spreadOf(
        all.map(({ maxBytes }) => maxBytes / 2 ** 20),
        0,
      ),
    ];
  });
  const simpy = rounds.map((round) => round.simpy);
  rows.push([
    'the first in SimPy',
    '—',
    spreadOf(
      simpy.map((one) => requestsASecond(one) / 1e6),
      4,
    ),
    spreadOf(
      simpy.map(({ cpuSeconds }) => cpuSeconds),
      1,
    ),
    spreadOf(
      simpy.map(({ seconds }) => seconds),
      1,
    ),
    '—',
  ]);
  const { clients, slots, holdMs, thinkMs } = REPAIRMAN;
  const exact = machineRepairman({
    clients,
    servers: slots,
    serviceTime: milliseconds(holdMs),
    thinkTime: milliseconds(thinkMs),
  });
  const head = [
    'model',
    'million events/s',
    'million requests/s',
    'seconds of the processor',
    'by the clock',
    'memory, MiB',
  ];
  return [
    markdownTable(head, rows),
    `Medians of ${rounds.length} rounds, lowest to highest in brackets; rates a second of the processor. SimPy's mean response time is ${spreadOf(
      simpy.map(({ meanMs }) => meanMs),
      3,
    )} ms where theory says ${exact.responseTime.toFixed(3)} ms: it is the same model.`,
  ].join('\n\n');
}

const NAMES: Readonly<Record<ModelName, string>> = {
  hundred: '100 clients on 40 slots, exponential hold of 1 ms and think time of 2 ms',
  hundredAlike: 'the same, all of one length',
  million:
    '1,000,000 clients on 400 workers × 40 slots, exponential hold of 10 ms and think time of 2 s, 10,000,000 requests',
};

try {
  const { rounds = ROUNDS } = readBenchOptions(
    process.argv.slice(2),
    ['speed'],
    'node bench/simulator/simulator.ts [--rounds N]',
  );
  if (spawnSync(PYTHON, ['-c', 'import SimPy.Simulation']).status !== 0)
    throw new Error('missing: SimPy (apt-get install python3-simpy)');
  const measured = Array.from({ length: rounds }, (_, round) => measureRound(round + 1));
  const verdicts = verdictsOf(measured);
  writeSection(DOCUMENT, 'speed', { text: table(measured), verdicts });
  printVerdicts('simulator', verdicts);
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
}
