import type { Failures } from '../failures.ts';
import { medianOf, spreadOf } from '../figures.ts';
import { WRK_WITH_P999 } from './generators.ts';
import { constantArrivals, responseTimes } from './lindley.ts';
import { markdownTable } from '../markdown-table.ts';
import { runOpenLoad, TRANSPORTS } from './open-load.ts';
import type { Findings } from '../findings.ts';
import { quantile } from './quantile.ts';
import { runGenerator } from './run-generator.ts';
import type { ServerPrograms } from './server-programs.ts';
import { atMost, type Verdict } from '../verdict.ts';

const PORT = 18_085;
const PER_SECOND = 2_000;
const PAUSE_MS = 2_000;
/** A fifth of what the server can do is asked of it; after the pause it catches up at four fifths. */
const SERVICE_MS = 0.1;
const WRK_CONNECTIONS = 100;
const ASKED_PERCENT = 2;

/** In ms. */
interface Tail {
  p99: number;
  p999: number;
}

const NO_TAIL: Tail = { p99: NaN, p999: NaN };

/** What was said of one load, and what the server itself saw: from each request's arrival there. */
interface Told {
  said: Tail;
  seen: Tail;
}

/** Sends by a schedule to a server that pauses in the middle; and wrk, which has no schedule, beside. */
export async function measurePause(
  programs: ServerPrograms,
  { rounds, seconds }: { rounds: number; seconds: number },
  failures: Failures,
): Promise<Findings> {
  const pauseAfterMs = (seconds * 1e3 - PAUSE_MS) / 2;
  const truth = trueTail(seconds, pauseAfterMs);
  const names = [WRK_WITH_P999.name, ...TRANSPORTS.map((transport) => `loadstone, ${transport}`)];
  const told = new Map(names.map((name) => [name, [] as Told[]]));
  for (let round = 1; round <= rounds; round++)
    for (const [index, name] of names.entries()) {
      const where = `pause, round ${round}, ${name}`;
      const onFailure = (reason: string): void => failures.add(where, reason);
      const one = await tell(programs, TRANSPORTS[index - 1], { seconds, pauseAfterMs }, onFailure);
      process.stderr.write(`${where}: ${JSON.stringify(one)}, in truth ${JSON.stringify(truth)}\n`);
      told.get(name)?.push(one);
    }
  const ours = names.filter((name) => name !== WRK_WITH_P999.name);
  return {
    text: pauseText(told, truth, { seconds, pauseAfterMs }),
    verdicts: ours.flatMap((name) => verdicts(name, told.get(name) ?? [], truth)),
  };
}

/** What the quantiles are when every request is sent when it is due. */
export function trueTail(seconds: number, pauseAfterMs: number): Tail {
  const arrivals = constantArrivals(PER_SECOND, seconds);
  const pause = { from: pauseAfterMs, until: pauseAfterMs + PAUSE_MS };
  const times = responseTimes(arrivals, SERVICE_MS, pause);
  return { p99: quantile(times, 0.99), p999: quantile(times, 0.999) };
}

/** @param transport wrk when it is undefined */
async function tell(
  programs: ServerPrograms,
  transport: string | undefined,
  { seconds, pauseAfterMs }: { seconds: number; pauseAfterMs: number },
  onFailure: (reason: string) => void,
): Promise<Told> {
  const args = [PORT, ...[SERVICE_MS, pauseAfterMs, PAUSE_MS].map((span) => Math.round(span * 1e6))];
  await using server = await programs.start('pausing-server', args);
  const url = `http://127.0.0.1:${PORT}/`;
  const said =
    transport === undefined
      ? await wrkTail(url, seconds, onFailure)
      : await openTail(transport, url, seconds, onFailure);
  const { p99, p999 } = JSON.parse(await server.stop()) as Tail;
  return { said, seen: { p99: p99 / 1e3, p999: p999 / 1e3 } };
}

async function wrkTail(url: string, seconds: number, onFailure: (reason: string) => void): Promise<Tail> {
  const outcome = await runGenerator(WRK_WITH_P999, { url, seconds, connections: WRK_CONNECTIONS });
  if (outcome.state === 'measured')
    return { p99: outcome.measured.p99 / 1e3, p999: outcome.measured.p999 / 1e3 };
  onFailure(outcome.reason);
  return NO_TAIL;
}

async function openTail(
  transport: string,
  url: string,
  seconds: number,
  onFailure: (reason: string) => void,
): Promise<Tail> {
  const outcome = await runOpenLoad(transport, { url, seconds, perSecond: PER_SECOND });
  if (outcome.state === 'measured') {
    const { p99, p999 } = outcome.measured.responseTimeMs.observed;
    return { p99: p99 ?? NaN, p999: p999 ?? NaN };
  }
  onFailure(outcome.reason);
  return NO_TAIL;
}

function pauseText(
  told: ReadonlyMap<string, readonly Told[]>,
  truth: Tail,
  { seconds, pauseAfterMs }: { seconds: number; pauseAfterMs: number },
): string {
  const head = ['', 'p99, ms', 'p99.9, ms', 'p99 as the server saw it', 'p99.9 as the server saw it'];
  const rows = [...told].map(([name, rounds]) => [
    name,
    ...(['said', 'seen'] as const).flatMap((whose) =>
      (['p99', 'p999'] as const).map((which) =>
        spreadOf(
          rounds.map((one) => one[whose][which]),
          1,
        ),
      ),
    ),
  ]);
  const arithmetic = ['by arithmetic', truth.p99.toFixed(1), truth.p999.toFixed(1), '', ''];
  return [
    `### ${PER_SECOND.toLocaleString('en')} arrivals a second for ${seconds} s, and a pause of ${PAUSE_MS / 1e3} s after ${pauseAfterMs / 1e3} s`,
    `The server serves one request after the other, each in ${SERVICE_MS * 1e3} µs, and none in its pause. The truth is Lindley’s recursion over\n` +
      `the schedule; what the server saw lacks what waited to be sent. wrk has no schedule: ${WRK_CONNECTIONS} connections.`,
    markdownTable(head, [arithmetic, ...rows]),
  ].join('\n\n');
}

function verdicts(name: string, rounds: readonly Told[], truth: Tail): Verdict[] {
  return (['p99', 'p999'] as const).map((which) => ({
    figure: `${which === 'p99' ? 'p99' : 'p99.9'} of a server that pauses, off the arithmetic truth, ${name}`,
    reached: Math.abs(medianOf(rounds.map(({ said }) => said[which])) / truth[which] - 1) * 100,
    asked: atMost(ASKED_PERCENT, ' %', 2),
  }));
}
