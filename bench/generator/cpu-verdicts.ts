import { ratio, type Costs } from './cost.ts';
import { atLeast, atMost, type Verdict } from '../verdict.ts';

/** What is asked on a server, as ratios to wrk. */
export interface AskedOfCpu {
  server: string;
  best: { cpu: number; rate: number };
  node: { cpu: number };
}

/** The names of those who are compared. */
export interface Contestants {
  wrk: string;
  autocannon: string;
  hey: string;
  node: string;
  /** What runs on Linux only; the best is the one that takes the least CPU a request. */
  linux: readonly string[];
}

/** Of Loadstone's requests/s, over those of generators in languages like its own. */
const AUTOCANNONS = 2;
const HEYS = 3;

/** What the costs of the rounds amount to. */
export function cpuVerdicts(costs: Costs, asked: AskedOfCpu, names: Contestants): Verdict[] {
  const { wrk, autocannon, hey, node, linux } = names;
  const cpu = (generator: string): number => ratio(costs, 'perRequest', generator, wrk);
  const rate = (generator: string, other: string): number =>
    ratio(costs, 'requestsPerSecond', generator, other);
  const best = linux
    .filter((one) => Number.isFinite(cpu(one)))
    .toSorted((one, other) => cpu(one) - cpu(other))[0];
  const ours = best ?? 'the best transport';
  const on = `on ${asked.server} at 100 connections`;
  return [
    { figure: `CPU a request ÷ wrk ${on}, ${ours}`, reached: cpu(ours), asked: atMost(asked.best.cpu) },
    { figure: `CPU a request ÷ wrk ${on}, ${node}`, reached: cpu(node), asked: atMost(asked.node.cpu) },
    { figure: `requests/s ÷ wrk ${on}, ${ours}`, reached: rate(ours, wrk), asked: atLeast(asked.best.rate) },
    {
      figure: `requests/s ÷ autocannon ${on}, ${ours}`,
      reached: rate(ours, autocannon),
      asked: atLeast(AUTOCANNONS),
    },
    { figure: `requests/s ÷ hey ${on}, ${ours}`, reached: rate(ours, hey), asked: atLeast(HEYS) },
  ];
}
