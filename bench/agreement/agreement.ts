// Compares `loadstone load` with wrk on the same server: `node bench/agreement/agreement.ts [rounds]`. The server is
// pinned to one core and the generators, in turn, to another; the page goes to docs/agreement-with-wrk.md. Ends with 1 when
// they do not agree where the server holds its requests; where it answers at once, only the machine's noise is asked about.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { loadavg, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseWrk } from '../../test/report/fixtures/wrk-parser.ts';
import { trialRecordSchema } from '../../src/samples/trial-record.ts';
import { parseDuration } from '../../src/units.ts';
import {
  spreadOf,
  verdict,
  verdictSentence,
  type Criterion,
  type Outcome,
  type Round,
  type Verdict,
} from './verdict.ts';

const BIN = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/agreement-with-wrk.md', import.meta.url));
const SERVER_CORE = '0';
const GENERATOR_CORE = '1';
const ROUNDS_ASKED = process.argv[2] === undefined ? undefined : Number(process.argv[2]);

interface Scenario {
  name: string;
  path: string;
  hold: string;
  duration: string;
  rounds: number;
  criteria: readonly Criterion[];
  /** Whether missing a criterion is a failure of this bench. */
  isBinding: boolean;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'answers at once',
    path: '/healthz',
    hold: '700ms',
    // What the machine does beside changes from second to second: many short rounds put it into both alike.
    duration: '2s',
    rounds: ROUNDS_ASKED ?? 15,
    criteria: [
      { kind: 'noise', figure: 'perSecond' },
      { kind: 'noise', figure: 'medianMs' },
    ],
    isBinding: false,
  },
  {
    name: 'holds 700 ms',
    path: '/async',
    hold: '700ms',
    duration: '10s',
    rounds: ROUNDS_ASKED ?? 7,
    criteria: [
      { kind: 'near', figure: 'completed', percent: 1 },
      { kind: 'near', figure: 'medianMs', percent: 2 },
    ],
    isBinding: true,
  },
];

const sections: string[] = [];
for (const scenario of SCENARIOS) {
  const rounds = await compare(scenario);
  const verdicts = scenario.criteria.map((criterion) => verdict(criterion, rounds));
  for (const one of verdicts) process.stdout.write(`${scenario.name}: ${verdictSentence(one)}\n`);
  if (scenario.isBinding && verdicts.some(({ isMet }) => !isMet)) process.exitCode = 1;
  sections.push(section(scenario, rounds, verdicts));
}
writeFileSync(PAGE, page(sections));

async function compare(scenario: Scenario): Promise<Round[]> {
  const server = await startServer(scenario.hold);
  const url = `http://127.0.0.1:${server.port}${scenario.path}`;
  const rounds: Round[] = [];
  try {
    measureWrk(url, '1s');
    for (let round = 0; round < scenario.rounds; round++) {
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
  return rounds;
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
  const { requests, requestsPerSecond, quantiles } = parseWrk(text);
  return {
    completed: requests,
    perSecond: requestsPerSecond,
    medianMs: parseDuration(quantiles['50'] ?? '') ?? Number.NaN,
  };
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
  const { ledger, throughput, responseTimeMs } = trialRecordSchema.parse(JSON.parse(text));
  return {
    completed: ledger.completed,
    perSecond: throughput.completedPerSecond,
    medianMs: responseTimeMs.observed.p50 ?? Number.NaN,
  };
}

function pinned(command: readonly string[]): string {
  return execFileSync('taskset', ['-c', GENERATOR_CORE, ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function section(
  { name, path, duration, rounds: count }: Scenario,
  rounds: readonly Round[],
  verdicts: readonly Verdict[],
): string {
  const row = (label: string, figure: keyof Outcome, digits: number): string => {
    const ours = spreadText(
      rounds.map(({ loadstone }) => loadstone[figure]),
      digits,
    );
    const theirs = spreadText(
      rounds.map(({ wrk }) => wrk[figure]),
      digits,
    );
    const ratios = spreadText(
      rounds.map(({ loadstone, wrk }) => loadstone[figure] / wrk[figure]),
      3,
    );
    return `| ${label} | ${ours} | ${theirs} | ${ratios} |`;
  };
  return `## An endpoint that ${name} (${path}, ${count} rounds of ${duration})

| | loadstone load | wrk | ratio a round |
| --- | ---: | ---: | ---: |
${row('completed', 'completed', 0)}
${row('completed a second', 'perSecond', 0)}
${row('median response time, ms', 'medianMs', 2)}

${verdicts.map((one) => `- ${verdictSentence(one)}`).join('\n')}
`;
}

/** `median (lowest to highest)` */
function spreadText(values: readonly number[], digits: number): string {
  const { median, least, most } = spreadOf(values);
  return `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

function page(parts: readonly string[]): string {
  const [cpu] = cpus();
  return `# Agreement with wrk

Written by \`node bench/agreement/agreement.ts\`. Both generators load the same server (\`loadstone serve\`, one worker) with
100 connections and one generator thread, in turn, the first of a round alternating; the server is pinned to one core and
the generators to the other. Medians, lowest to highest in brackets. wrk stops up to 100 ms after its duration: rates are
over the time each really ran, and the second scenario's duration is no whole number of holds.

Where the server holds its requests, the median of the ratios has to be within 1 % of 1 for the completed requests and
within 2 % for the median response time. Where it answers at once, the machine decides from one second to the next; there
the ratios of the rounds only have to lie on both sides of 1.

Node ${process.version}, ${cpus().length} cores (${cpu?.model.trim()}), load average at the end ${loadavg()[0]?.toFixed(1)}.

${parts.join('\n')}`;
}
