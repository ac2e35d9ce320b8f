import type { Failures } from '../failures.ts';
import { medianOf, spreadOf } from '../figures.ts';
import { markdownTable } from '../markdown-table.ts';
import { runOpenLoad, TRANSPORTS } from './open-load.ts';
import type { Findings } from '../findings.ts';
import type { ServerPrograms } from './server-programs.ts';
import { atMost, type Verdict } from '../verdict.ts';

const PORT = 18_084;
const PER_SECOND = 20_000;
const ASKED_PERCENT = 0.1;

/** What of the schedule was kept in one round. */
interface Kept {
  /** In percent of what was scheduled, by the generator's ledger. */
  sent: number;
  /** The same by the server's count. */
  answered: number;
  /** The rate at which the server was asked, from its first request to its last, in percent of what was asked for. */
  rate: number;
  /** How late a request was sent by the generator's own fault, in µs: the p99. */
  lag: number;
}

const percent = (share: number): number => share * 100;

/** Sends by a schedule to a server that is fast enough for it. */
export async function measureSchedule(
  programs: ServerPrograms,
  { rounds, seconds }: { rounds: number; seconds: number },
  failures: Failures,
): Promise<Findings> {
  const kept = new Map(TRANSPORTS.map((transport) => [transport, [] as Kept[]]));
  for (let round = 1; round <= rounds; round++)
    for (const transport of TRANSPORTS) {
      const where = `schedule, round ${round}, loadstone, ${transport}`;
      const one = await measureKept(programs, transport, seconds, (reason) => failures.add(where, reason));
      process.stderr.write(`${where}: ${JSON.stringify(one)}\n`);
      kept.get(transport)?.push(one);
    }
  return {
    text: scheduleText(kept, seconds),
    verdicts: [...kept].map(([name, rows]) => verdict(name, rows)),
  };
}

async function measureKept(
  programs: ServerPrograms,
  transport: string,
  seconds: number,
  onFailure: (reason: string) => void,
): Promise<Kept> {
  await using server = await programs.start('fast-server', [PORT]);
  const load = { url: `http://127.0.0.1:${PORT}/`, perSecond: PER_SECOND, seconds };
  const outcome = await runOpenLoad(transport, load);
  const counted = JSON.parse(await server.stop()) as { answered: number; seconds: number };
  if (outcome.state === 'failed') {
    onFailure(outcome.reason);
    return { sent: NaN, answered: NaN, rate: NaN, lag: NaN };
  }
  const scheduled = PER_SECOND * seconds;
  return {
    sent: percent(outcome.measured.ledger.started / scheduled),
    answered: percent(counted.answered / scheduled),
    rate: percent((counted.answered - 1) / counted.seconds / PER_SECOND),
    lag: (outcome.measured.scheduleLagMs.p99 ?? NaN) * 1e3,
  };
}

function scheduleText(kept: ReadonlyMap<string, readonly Kept[]>, seconds: number): string {
  const head = ['', 'sent, %', 'answered by the server, %', 'rate the server saw, %', 'p99 of the lag, µs'];
  const columns = [
    ['sent', 3],
    ['answered', 3],
    ['rate', 3],
    ['lag', 0],
  ] as const;
  const rows = [...kept].map(([transport, rounds]) => [
    `loadstone, ${transport}`,
    ...columns.map(([column, digits]) =>
      spreadOf(
        rounds.map((one) => one[column]),
        digits,
      ),
    ),
  ]);
  const title = `### ${PER_SECOND.toLocaleString('en')} arrivals a second for ${seconds} s`;
  return [title, markdownTable(head, rows)].join('\n\n');
}

function verdict(transport: string, rounds: readonly Kept[]): Verdict {
  const off = rounds.map((one) =>
    Math.max(...[one.sent, one.answered, one.rate].map((share) => Math.abs(share - 100))),
  );
  return {
    figure: `off a schedule of ${PER_SECOND.toLocaleString('en')} a second, by the ledger and by the server, loadstone, ${transport}`,
    reached: medianOf(off),
    asked: atMost(ASKED_PERCENT, ' %', 3),
  };
}
