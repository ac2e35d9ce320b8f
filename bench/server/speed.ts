// Requests a second that the server's core can do, and what each costs it, beside Fastify, FastAPI and Piscina.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failures } from '../failures.ts';
import { medianOf, spreadOf } from '../figures.ts';
import type { Findings } from '../findings.ts';
import { markdownTable } from '../markdown-table.ts';
import { PYTHON } from '../required-tools.ts';
import { atLeast, type Verdict } from '../verdict.ts';
import type { ServerBenchOptions } from './bench-options.ts';
import {
  ASYNC_CONTESTANTS,
  BALANCE_CONTESTANTS,
  FASTAPI_ASYNC,
  FASTAPI_SYNC,
  FASTIFY_ALONE,
  LOADSTONE_ASYNC,
  LOADSTONE_SYNC,
  SYNC_CONTESTANTS,
  type Contestant,
} from './contestants.ts';
import type { Part } from './part.ts';
import { measureRates, medianRatio, ratios, type Rates } from './rates.ts';

const ROUNDS = 5;
const SECONDS = 4;

export const speed: Part = {
  tools: ['wrk', 'fastapi', 'loadstone', 'taskset', 'bash'],
  measure: measureSpeed,
};

async function measureSpeed({ rounds, seconds, isQuick }: ServerBenchOptions): Promise<Findings> {
  const length = { rounds: rounds ?? (isQuick ? 1 : ROUNDS), seconds: seconds ?? (isQuick ? 1 : SECONDS) };
  const failures = new Failures();
  const asyncRates = await measureRates(ASYNC_CONTESTANTS, length, failures);
  const syncRates = await measureRates(SYNC_CONTESTANTS, length, failures);
  const balanceRates = await measureRates(BALANCE_CONTESTANTS, length, failures);
  const text = [
    `${versions()}; ${length.rounds} interleaved rounds of ${length.seconds} s by \`wrk -t1 -c100\`, each with servers started afresh`,
    '### An async endpoint without a hold',
    rateTable(asyncRates, FASTIFY_ALONE),
    '### A sync endpoint without a hold',
    rateTable(syncRates, FASTAPI_SYNC),
    '### How connections reach two workers',
    'Class `pool`, an async endpoint; both workers and the master are on one core.',
    rateTable(balanceRates, BALANCE_CONTESTANTS[0]),
    failures.text.trimEnd(),
  ];
  return {
    text: text.filter((part) => part !== '').join('\n\n'),
    verdicts: [
      verdict(asyncRates, 'async', LOADSTONE_ASYNC, FASTIFY_ALONE, 0.95),
      verdict(asyncRates, 'async', LOADSTONE_ASYNC, FASTAPI_ASYNC, 4),
      verdict(syncRates, 'sync', LOADSTONE_SYNC, FASTAPI_SYNC, 2),
    ],
  };
}

function verdict(rates: Rates, kind: string, of: Contestant, over: Contestant, asked: number): Verdict {
  return {
    figure: `requests/s of ${kind} without a hold, ${of.name} ÷ ${over.name}`,
    reached: medianRatio(rates, 'perSecond', of, over),
    asked: atLeast(asked),
  };
}

function rateTable(rates: Rates, base: Contestant | undefined): string {
  const over = base?.name ?? '';
  const head = ['', 'requests/s', `÷ ${over}`, 'CPU a request, µs', `÷ ${over}`];
  const rows = [...rates].map(([name, rounds]) => [
    name,
    Math.round(medianOf(rounds.map(({ perSecond }) => perSecond))).toLocaleString('en'),
    spreadOf(ratios(rates, 'perSecond', name, over), 2),
    spreadOf(
      rounds.map(({ cpuMicroseconds }) => cpuMicroseconds),
      1,
    ),
    spreadOf(ratios(rates, 'cpuMicroseconds', name, over), 2),
  ]);
  return markdownTable(head, rows);
}

/** Of what Loadstone is compared with. */
function versions(): string {
  const python = spawnSync(PYTHON, ['-c', PYTHON_VERSIONS], { encoding: 'utf8' }).stdout.trim();
  const [fastify, piscina] = ['fastify', 'piscina'].map((name) => packageVersion(name));
  return `Fastify ${fastify}, Piscina ${piscina}; ${python}`;
}

function packageVersion(name: string): string {
  const file = join(import.meta.dirname, '../../node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

const PYTHON_VERSIONS = `
import fastapi, httptools, platform, uvicorn, uvloop
print(f"FastAPI {fastapi.__version__} under uvicorn {uvicorn.__version__} with uvloop {uvloop.__version__} and "
      f"httptools {httptools.__version__}, Python {platform.python_version()}")
`;
