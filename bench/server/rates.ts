import type { Failures } from '../failures.ts';
import { medianOf } from '../figures.ts';
import { runGenerator } from '../generator/run-generator.ts';
import type { Contestant } from './contestants.ts';
import { PinnedServer } from './pinned-server.ts';

/** What a server did in one round. */
export interface Rate {
  readonly perSecond: number;
  /** User and system time of all its processes, a request. */
  readonly cpuMicroseconds: number;
}

/** Rates a round, by the contestant's name. */
export type Rates = ReadonlyMap<string, readonly Rate[]>;

const NO_RATE: Rate = { perSecond: NaN, cpuMicroseconds: NaN };
const FIRST_PORT = 18_200;
const CONNECTIONS = 100;
/** What is hot is compiled in this time, also by the slowest. */
const WARM_UP_SECONDS = 2;

/** Each server in turn, started afresh, in every round: what else the machine does falls on all alike. */
export async function measureRates(
  contestants: readonly Contestant[],
  { rounds, seconds }: { rounds: number; seconds: number },
  failures: Failures,
): Promise<Rates> {
  const rates = new Map(contestants.map(({ name }) => [name, [] as Rate[]]));
  for (let round = 1; round <= rounds; round++)
    // The other way round every second time, so that no one always comes after the same.
    for (const contestant of round % 2 === 1 ? contestants : contestants.toReversed()) {
      const where = `round ${round}, ${contestant.name}, ${contestant.path}`;
      const rate = await measureRate(contestant, nextPort(), seconds).catch((error: unknown) => {
        failures.add(where, error instanceof Error ? error.message : String(error));
        return NO_RATE;
      });
      process.stderr.write(`${where}: ${JSON.stringify(rate)}\n`);
      rates.get(contestant.name)?.push(rate);
    }
  return rates;
}

/** A contestant's figure over another's, in each round. */
export function ratios(rates: Rates, figure: keyof Rate, of: Contestant['name'], over: string): number[] {
  const others = rates.get(over) ?? [];
  return (rates.get(of) ?? []).map((rate, round) => rate[figure] / (others[round]?.[figure] ?? NaN));
}

export function medianRatio(rates: Rates, figure: keyof Rate, of: Contestant, over: Contestant): number {
  return medianOf(ratios(rates, figure, of.name, over.name));
}

async function measureRate(contestant: Contestant, port: number, seconds: number): Promise<Rate> {
  const { command, path, generator } = contestant;
  const url = `http://127.0.0.1:${port}${path}`;
  await using server = await PinnedServer.start(command(port), url);
  await runGenerator(generator, { url, connections: CONNECTIONS, seconds: WARM_UP_SECONDS });
  const before = server.cpuSeconds;
  const outcome = await runGenerator(generator, { url, connections: CONNECTIONS, seconds });
  const cpuSeconds = server.cpuSeconds - before;
  if (outcome.state === 'failed') throw new Error(outcome.reason);
  const { requests, requestsPerSecond } = outcome.measured;
  return { perSecond: requestsPerSecond, cpuMicroseconds: (cpuSeconds * 1e6) / requests };
}

let portsUsed = 0;

/** Never the same twice: the last server's connections may still linger on its port. */
function nextPort(): number {
  return FIRST_PORT + portsUsed++;
}
