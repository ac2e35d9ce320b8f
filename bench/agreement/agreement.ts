// Compares `loadstone load` with wrk on the same server: `node bench/agreement/agreement.ts [rounds]`. The server is
// pinned to one core and the generators, in turn, to another; the table goes to docs/agreement-with-wrk.md.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { loadavg, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseWrk } from '../../test/report/fixtures/wrk-parser.ts';
import { parseDuration } from '../../src/units.ts';

const BIN = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/agreement-with-wrk.md', import.meta.url));
const SERVER_CORE = '0';
const GENERATOR_CORE = '1';
const ROUNDS = Number(process.argv[2] ?? 7);

interface Scenario {
  name: string;
  path: string;
  hold: string;
  duration: string;
}

/** Both generators' figures in one round. */
interface Outcome {
  completed: number;
  medianMs: number;
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'answers at once', path: '/healthz', hold: '700ms', duration: '5s' },
  { name: 'holds 700 ms', path: '/async', hold: '700ms', duration: '10s' },
];

const sections: string[] = [];
for (const scenario of SCENARIOS) sections.push(await compare(scenario));
writeFileSync(PAGE, page(sections));

async function compare(scenario: Scenario): Promise<string> {
  const server = await startServer(scenario.hold);
  const url = `http://127.0.0.1:${server.port}${scenario.path}`;
  const rounds: { loadstone: Outcome; wrk: Outcome }[] = [];
  try {
    measureWrk(url, '1s');
    for (let round = 0; round < ROUNDS; round++) {
      // Whichever comes first in a round may find a colder server.
      const wrkFirst = round % 2 === 0;
      const before = wrkFirst ? measureWrk(url, scenario.duration) : undefined;
      const loadstone = measureLoadstone(url, scenario.duration);
      rounds.push({ loadstone, wrk: before ?? measureWrk(url, scenario.duration) });
      process.stderr.write(`${scenario.name}, round ${round + 1}: ${JSON.stringify(rounds.at(-1))}\n`);
    }
  } finally {
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
  }
  return section(scenario, rounds);
}

async function startServer(hold: string): Promise<{ process: ChildProcess; port: number }> {
  const args = [
    '-c',
    SERVER_CORE,
    process.execPath,
    BIN,
    'serve',
    '--bind=127.0.0.1:0',
    '--pool-size=1',
    `--hold=${hold}`,
  ];
  const server = spawn('taskset', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const port = /127\.0\.0\.1:(\d+)/.exec(line.toString())?.[1];
  if (port === undefined) throw new Error(`the server said: ${line.toString()}`);
  return { process: server, port: Number(port) };
}

function measureWrk(url: string, duration: string): Outcome {
  const text = pinned(['wrk', '-t1', '-c100', `-d${duration}`, '--timeout', '30s', '--latency', url]);
  const { requests, quantiles } = parseWrk(text);
  return { completed: requests, medianMs: parseDuration(quantiles['50'] ?? '') ?? Number.NaN };
}

function measureLoadstone(url: string, duration: string): Outcome {
  const text = pinned([
    process.execPath,
    BIN,
    'load',
    '-t1',
    '-c100',
    `-d${duration}`,
    '--timeout=30s',
    '--json',
    url,
  ]);
  const record = JSON.parse(text) as {
    ledger: { completed: number };
    responseTimeMs: { observed: { p50: number } };
  };
  return { completed: record.ledger.completed, medianMs: record.responseTimeMs.observed.p50 };
}

function pinned(command: readonly string[]): string {
  return execFileSync('taskset', ['-c', GENERATOR_CORE, ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function section(
  { name, path, duration }: Scenario,
  rounds: readonly { loadstone: Outcome; wrk: Outcome }[],
): string {
  const row = (label: string, pick: (outcome: Outcome) => number, digits: number): string => {
    const ours = spread(
      rounds.map(({ loadstone }) => pick(loadstone)),
      digits,
    );
    const theirs = spread(
      rounds.map(({ wrk }) => pick(wrk)),
      digits,
    );
    const ratio = spread(
      rounds.map(({ loadstone, wrk }) => pick(loadstone) / pick(wrk)),
      3,
    );
    return `| ${label} | ${ours} | ${theirs} | ${ratio} |`;
  };
  return `## An endpoint that ${name} (${path}, ${duration})

| | loadstone load | wrk | ratio a round |
| --- | ---: | ---: | ---: |
${row('completed', ({ completed }) => completed, 0)}
${row('median response time, ms', ({ medianMs }) => medianMs, 2)}
`;
}

/** `median (lowest to highest)` */
function spread(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((left, right) => left - right);
  const text = (value: number | undefined): string => (value ?? Number.NaN).toFixed(digits);
  return `${text(sorted[Math.floor(sorted.length / 2)])} (${text(sorted[0])} to ${text(sorted.at(-1))})`;
}

function page(parts: readonly string[]): string {
  const [cpu] = cpus();
  return `# Agreement with wrk

Written by \`node bench/agreement/agreement.ts\`. Both generators load the same server (\`loadstone serve\`, one worker) with
100 connections and one generator thread, in turn, ${ROUNDS} rounds; the server is pinned to one core and the generators to the
other. Medians, lowest to highest in brackets. wrk stops up to 100 ms after its duration, so the second scenario's
is no whole number of holds.

Node ${process.version}, ${cpus().length} cores (${cpu?.model.trim()}), load average at the end ${loadavg()[0]?.toFixed(1)}.

${parts.join('\n')}`;
}
