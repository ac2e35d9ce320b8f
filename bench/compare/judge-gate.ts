import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { conditionKey } from '../../src/samples/condition-key.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { compareInterleaved, compareRuns } from '../../src/statistics/compare-runs.ts';
import { gateOutcome } from '../../src/statistics/gate.ts';
import { logMoments } from '../../src/statistics/log-moments.ts';
import { trialMetric } from '../../src/statistics/trial-metric.ts';
import { DEFAULT_MARGIN } from '../../src/samples/effect.ts';

/** What the gate said of many comparisons. */
export interface GateCounts {
  readonly comparisons: number;
  /** The server with itself. */
  readonly alarms: number;
  readonly passed: number;
  readonly alarmsInTurn: number;
  /** The slower one. */
  readonly found: number;
  readonly foundInTurn: number;
}

const BLOCKS_A_SIDE = 5;
const SEED = 1;
type Level = 'a' | 'b';
type Trial = StoredRun['trials'][number];

/**
 * Draws comparisons of 5 blocks with 5 others from a run that measured a server (a) and a slower one (b) in turn. In turn
 * means here: of one and the same block; a server is compared with itself there by pairing a block with another.
 */
export function judgeGate(stored: StoredRun, comparisons: number): GateCounts {
  const random = xoroshiro128plus(SEED);
  const blocks = [...new Set(stored.trials.map(({ order }) => order.block))];
  const counts = { comparisons, alarms: 0, passed: 0, alarmsInTurn: 0, found: 0, foundInTurn: 0 };
  for (let drawn = 0; drawn < comparisons; drawn++) {
    const order = shuffled(blocks, random);
    const [one, other] = [order.slice(0, BLOCKS_A_SIDE), order.slice(BLOCKS_A_SIDE, 2 * BLOCKS_A_SIDE)];
    const base = part(stored, 'a', one);
    const same = part(stored, 'a', other);
    const outcome = gateOutcome(compareRuns(base, same, DEFAULT_MARGIN));
    if (outcome === 'regression') counts.alarms++;
    if (outcome === 'passed') counts.passed++;
    if (isRegression(compareRuns(base, part(stored, 'b', other), DEFAULT_MARGIN))) counts.found++;
    if (isRegression(inTurn(base, same))) counts.alarmsInTurn++;
    if (isRegression(inTurn(base, part(stored, 'b', one)))) counts.foundInTurn++;
  }
  return counts;
}

const isRegression = (comparison: Parameters<typeof gateOutcome>[0]): boolean =>
  gateOutcome(comparison) === 'regression';

/** Some blocks of one of the two servers, as a run of its own with blocks from 1. */
function part({ run, trials }: StoredRun, level: Level, blocks: readonly number[]): StoredRun {
  const conditions = run.plan.conditions.filter(({ target }) => target === level).map(withoutTarget);
  return {
    run: { ...run, plan: { ...run.plan, interleave: null, conditions } },
    trials: trials
      .filter(({ condition, order }) => condition['target'] === level && blocks.includes(order.block))
      .map((trial) => ({
        ...trial,
        condition: withoutTarget(trial.condition),
        order: { ...trial.order, block: blocks.indexOf(trial.order.block) + 1 },
      })),
  };
}

const at = (level: Level) => (condition: Trial['condition']) => ({ target: level, ...condition });

function inTurn(a: StoredRun, b: StoredRun) {
  const sides = [
    { at: at('a'), ...a },
    { at: at('b'), ...b },
  ];
  const comparison = compareInterleaved(
    {
      run: {
        ...a.run,
        plan: {
          ...a.run.plan,
          interleave: 'target',
          conditions: sides.flatMap((side) => side.run.plan.conditions.map(side.at)),
        },
      },
      trials: sides.flatMap((side) =>
        side.trials.map((trial) => ({ ...trial, condition: side.at(trial.condition) })),
      ),
    },
    DEFAULT_MARGIN,
  );
  if (comparison === undefined) throw new Error('the run has not both servers');
  return comparison;
}

function withoutTarget(condition: Trial['condition']): Trial['condition'] {
  return Object.fromEntries(Object.entries(condition).filter(([factor]) => factor !== 'target'));
}

/** How much the steady states of each condition scatter, in percent: of a, then of b. */
export function scatterOf({ trials }: StoredRun): { condition: string; percents: number[] }[] {
  const groups = Map.groupBy(trials, ({ condition }) => conditionKey(withoutTarget(condition)));
  return [...groups].map(([key, own]) => ({
    condition: (JSON.parse(key) as [string, string][]).map((pair) => pair.join(' ')).join(', '),
    percents: (['a', 'b'] as const).map((level) => {
      const values = own
        .filter(({ condition }) => condition['target'] === level)
        .flatMap((trial) => trialMetric(trial, 'steadyStatePerSecond') ?? []);
      return Math.sqrt(logMoments(values).variance ?? 0) * 100;
    }),
  }));
}

/** Fisher and Yates's shuffle. */
function shuffled(items: readonly number[], random: RandomGenerator): number[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = uniformInt(random, 0, last);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}
