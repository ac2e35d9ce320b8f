// Judges the pages over the store: how long the list of 1,000 runs takes, over HTTP and until it is on the screen, and how long
// the page of a run. Writes docs/ui-performance.md, prints a line for each figure, and ends with 1 when one is not reached.
// Linux, with Chromium. Run: node bench/ui/ui.ts [--rounds N]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { RUNS_A_PAGE } from '../../src/dashboard/pages/list-query.ts';
import { BackgroundProcess } from '../background-process.ts';
import { medianOf, spreadOf } from '../figures.ts';
import { markdownTable } from '../markdown-table.ts';
import { LOADSTONE, requireTools } from '../required-tools.ts';
import { atMost, type Verdict } from '../verdict.ts';
import { printVerdicts, writeSection } from '../write-section.ts';
import { paintTimes } from './list-paint.ts';
import { storeOfRuns } from './store-of-runs.ts';

const DOCUMENT = join(resolve(import.meta.dirname, '../..'), 'docs/ui-performance.md');
const SIZE = { runs: 1_000, trialsEach: 3 };
const MOST_MS = 200;

/** In ms. */
interface Measured {
  readonly name: string;
  /** The first that the server was asked. */
  readonly first: number;
  /** Empty where only the first is a question of its own. */
  readonly others: readonly number[];
}

/** In ms. */
interface Paints {
  readonly list: readonly number[];
  /** A page of a few words: what the browser takes for itself. */
  readonly empty: readonly number[];
}

const folder = mkdtempSync(join(tmpdir(), 'loadstone-bench-ui-'));
try {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('usage: node bench/ui/ui.ts [--rounds N]');
  requireTools(['loadstone', 'chromium']);
  const store = join(folder, 'runs.sqlite');
  storeOfRuns(store, SIZE);
  const { overHttp, paints } = await measure(store, rounds);
  const [list] = overHttp;
  const verdicts: Verdict[] = [
    ...(list === undefined
      ? []
      : [
          {
            figure: 'the list over HTTP, the first time',
            reached: list.first,
            asked: atMost(MOST_MS, ' ms', 0),
          },
          { figure: 'the list over HTTP', reached: medianOf(list.others), asked: atMost(MOST_MS, ' ms', 0) },
        ]),
    { figure: 'the list on the screen', reached: medianOf(paints.list), asked: atMost(MOST_MS, ' ms', 0) },
  ];
  const introduction =
    `A store of ${SIZE.runs.toLocaleString('en')} runs of ${SIZE.trialsEach} trials, ` +
    `${(statSync(store).size / 1e6).toFixed(0)} MB. The median and the range of ${rounds} requests after the first.`;
  writeSection(DOCUMENT, 'ui', { text: [introduction, table(overHttp, paints)].join('\n\n'), verdicts });
  printVerdicts('ui', verdicts);
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(store: string, rounds: number): Promise<{ overHttp: Measured[]; paints: Paints }> {
  let url = '';
  const command = [process.execPath, LOADSTONE, 'ui', '--store', store, '--port', '0'];
  await using server = new BackgroundProcess(command, (line) => {
    if (line.startsWith('http')) url = line;
  });
  await server.untilItPrints();
  const overHttp = [
    await requestTimes('list', () => url, rounds),
    await requestTimes('list of one plan', () => `${url}?plan=nightly`, rounds),
    await requestTimes('page of a run', (round) => `${url}runs/run-00000${round % 2}`, rounds),
  ];
  const rows = { selector: '#run-table tbody tr', count: RUNS_A_PAGE };
  const paints = {
    list: await paintTimes(url, rows, rounds),
    empty: await paintTimes(`${url}nowhere`, { selector: 'footer', count: 1 }, rounds),
  };
  return { overHttp, paints };
}

/** From the request to the last byte of the page. */
async function requestTimes(
  name: string,
  urlOf: (round: number) => string,
  rounds: number,
): Promise<Measured> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    const response = await fetch(urlOf(round));
    await response.text();
    times.push(performance.now() - start);
    if (!response.ok) throw new Error(`${urlOf(round)} was answered with ${response.status}`);
  }
  const [first = NaN, ...others] = times;
  return { name, first, others };
}

function table(overHttp: readonly Measured[], paints: Paints): string {
  const head = ['page', 'first request, ms', 'further ones, ms'];
  const rows = overHttp.map(({ name, first, others }) => [name, first.toFixed(1), spreadOf(others, 1)]);
  return markdownTable(head, [
    ...rows,
    ['list, on the screen', '—', spreadOf(paints.list, 0)],
    ['page that is not there, on the screen', '—', spreadOf(paints.empty, 0)],
  ]);
}
