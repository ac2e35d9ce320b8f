import assert from 'node:assert/strict';
import { it } from 'node:test';
import { conditionPrecision, type TrialFigures } from '../../../src/run/until/condition-precision.ts';
import { nextBlock } from '../../../src/run/until/next-block.ts';
import { geometricMean } from '../../../src/statistics/geometric-mean.ts';
import { normalSource } from '../../statistics/fixtures/normal-draws.ts';

const UNTIL = { halfWidth: 0.02, replicatesAtMost: 30 };
const RUNS = 1_000;
const condition = { endpoint: '/sync' };

/** Blocks of one condition whose true figure is 1 are added until the rule ends it. @returns what the trials were */
function sequentialRun(draw: () => number, scatter: number): number[] {
  const trials: TrialFigures[] = [];
  for (;;) {
    const next = nextBlock({ done: trials.length, replicates: 1 }, UNTIL, [
      conditionPrecision(condition, trials),
    ]);
    if (next.state !== 'go') return trials.map(({ steadyStatePerSecond }) => steadyStatePerSecond ?? NaN);
    const figure = Math.exp(scatter * draw());
    trials.push({ isValid: true, steadyStatePerSecond: figure, responseTimeMeanMs: null });
  }
}

// What stopping early costs, as docs/methodology.md has it from a simulation of its own; within four standard errors.
for (const [scatter, coverage, blocks] of [
  [1, 94.9, 3.7],
  [2, 92.3, 6],
  [3, 90.5, 10],
] as const)
  it(`trials that scatter by ${scatter} % end after about ${blocks} blocks, and ${coverage} % of the intervals are right`, () => {
    const draw = normalSource(scatter);
    let [right, made] = [0, 0];
    for (let run = 0; run < RUNS; run++) {
      const values = sequentialRun(draw, scatter / 100);
      const { low, high } = geometricMean(values);
      made += values.length;
      if (low !== null && high !== null && low <= 1 && high >= 1) right++;
    }
    const error = Math.sqrt((coverage * (100 - coverage)) / RUNS);
    assert.ok(Math.abs((100 * right) / RUNS - coverage) < 4 * error, `${right} of ${RUNS}`);
    assert.ok(Math.abs(made / RUNS / blocks - 1) < 0.1, `${made / RUNS} blocks`);
  });
