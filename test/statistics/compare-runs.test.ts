import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareInterleaved, compareRuns } from '../../src/statistics/compare-runs.ts';
import { gateOutcome } from '../../src/statistics/gate.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { simulatedRun, type Truth } from './fixtures/simulated-run.ts';

const MARGIN = 0.05;
const COMPARISONS = 200;
/** A binomial variable of 200 comparisons at 5 % exceeds this once in a hundred times. */
const FALSE_ALARMS_AT_MOST = 18;

/** Two runs of the same truth but for what is said of the second. */
function twoRuns(
  index: number,
  truth: Omit<Truth, 'seed'>,
  ofB: Omit<Truth, 'seed'> = {},
): [StoredRun, StoredRun] {
  return [
    simulatedRun({ seed: 2 * index, ...truth }),
    simulatedRun({ seed: 2 * index + 1, ...truth, ...ofB }),
  ];
}

function countOf(
  outcome: ReturnType<typeof gateOutcome>,
  comparison: (index: number) => StoredRun[],
): number {
  return Array.from({ length: COMPARISONS }, (_, index) => comparison(index)).filter(
    ([a, b]) => a !== undefined && b !== undefined && gateOutcome(compareRuns(a, b, MARGIN)) === outcome,
  ).length;
}

describe('two runs of the same server', () => {
  for (const noise of [0.002, 0.01, 0.03, 0.1])
    it(`that scatter by ${noise * 100} % are told apart no more often than the gate says`, () => {
      const alarms = countOf('regression', (index) => twoRuns(index, { noise }));
      assert.ok(alarms <= FALSE_ALARMS_AT_MOST, `${alarms} false alarms`);
    });

  it('that scatter by 1 % are equivalent in nine of ten comparisons, in all eight conditions', () => {
    const passed = countOf('passed', (index) => twoRuns(index, { noise: 0.01 }));
    assert.ok(passed >= 0.9 * COMPARISONS, `${passed} passed`);
  });
});

describe('a server that is 10 % slower', () => {
  for (const noise of [0.005, 0.01, 0.02])
    it(`is found where trials scatter by ${noise * 100} %`, () => {
      const found = countOf('regression', (index) => twoRuns(index, { noise }, { slowdown: 1.1 }));
      assert.ok(found >= 0.9 * COMPARISONS, `${found} found`);
    });

  it('is slower in every condition, by the ratio that is true', () => {
    const [a, b] = twoRuns(3, { noise: 0.005 }, { slowdown: 1.1 });
    const { conditions } = compareRuns(a, b, MARGIN);
    assert.equal(conditions.length, 8);
    for (const { verdict, metrics } of conditions) {
      assert.equal(verdict, 'slower');
      const [steady, mean] = metrics;
      assert.ok(Math.abs((steady?.ratio.estimate ?? 0) * 1.1 - 1) < 0.02);
      assert.ok(Math.abs((mean?.ratio.estimate ?? 0) / 1.1 - 1) < 0.02);
    }
  });

  it('and one that is 10 % faster is faster', () => {
    const [a, b] = twoRuns(4, { noise: 0.005 }, { slowdown: 1 / 1.1 });
    const comparison = compareRuns(a, b, MARGIN);
    assert.ok(comparison.conditions.every(({ verdict }) => verdict === 'faster'));
    assert.equal(gateOutcome(comparison), 'passed');
  });
});

describe('the gate is undecided', () => {
  const [a, b] = twoRuns(1, { noise: 0.005 });
  const cases: [string, StoredRun, StoredRun][] = [
    [
      'with one trial a condition',
      simulatedRun({ seed: 1, replicates: 1 }),
      simulatedRun({ seed: 2, replicates: 1 }),
    ],
    ['where trials scatter too much to tell', ...twoRuns(2, { noise: 0.2 })],
    ['where b measured a condition of a no longer', a, withoutCondition(b, 0)],
    ['where all trials of a condition are invalid', a, withInvalidCondition(b, 0)],
    ['where the load was another', a, withConnections(b, 50)],
    ['where the time scale was another', a, { ...b, run: { ...b.run, timeScale: 0.1 } }],
  ];
  for (const [what, one, other] of cases)
    it(what, () => {
      assert.equal(gateOutcome(compareRuns(one, other, MARGIN)), 'undecided');
    });

  it('but not by a condition that is new', () => {
    assert.equal(gateOutcome(compareRuns(withoutCondition(a, 0), b, MARGIN)), 'passed');
  });
});

describe('two servers that one run measured in turn', () => {
  it('are compared pair by pair, so that a machine that gets slower hides nothing', () => {
    const drifting = { noise: 0.01, drift: 0.1 };
    const [a, b] = twoRuns(5, drifting, { slowdown: 1.1 });
    assert.equal(gateOutcome(compareRuns(a, b, MARGIN)), 'undecided');
    const comparison = compareInterleaved(inTurn(a, b), MARGIN) ?? assert.fail();
    assert.equal(gateOutcome(comparison), 'regression');
    assert.deepEqual([comparison.a.level, comparison.b.level, comparison.isPaired], ['a', 'b', true]);
    assert.deepEqual(Object.keys(comparison.conditions[0]?.condition ?? {}), [
      'workers',
      'threads',
      'endpoint',
    ]);
  });

  it('and equal ones are told apart no more often than the gate says', () => {
    const outcomes = Array.from({ length: COMPARISONS }, (_, index) => {
      const [a, b] = twoRuns(index, { noise: 0.02, drift: 0.05 });
      return gateOutcome(compareInterleaved(inTurn(a, b), MARGIN) ?? assert.fail());
    });
    const alarms = outcomes.filter((outcome) => outcome === 'regression').length;
    assert.ok(alarms <= FALSE_ALARMS_AT_MOST, `${alarms} false alarms`);
  });

  it('without the blocks in which one of them has no figure', () => {
    const [a, b] = twoRuns(6, { noise: 0.005 });
    const holed = { ...a, trials: a.trials.filter(({ order }) => order.block > 1) };
    const comparison = compareInterleaved(inTurn(holed, b), MARGIN) ?? assert.fail();
    assert.equal(gateOutcome(comparison), 'passed');
  });

  it('are none where the run interleaved nothing', () => {
    assert.equal(compareInterleaved(simulatedRun({ seed: 1 }), MARGIN), undefined);
  });
});

/** Two runs as one that measured both in turn. */
function inTurn(a: StoredRun, b: StoredRun): StoredRun {
  const at = (level: string) => (condition: Record<string, string | number>) => ({
    target: level,
    ...condition,
  });
  return {
    run: {
      ...a.run,
      plan: {
        ...a.run.plan,
        interleave: 'target',
        conditions: [...a.run.plan.conditions.map(at('a')), ...b.run.plan.conditions.map(at('b'))],
      },
    },
    trials: [
      ...a.trials.map((trial) => ({ ...trial, condition: at('a')(trial.condition) })),
      ...b.trials.map((trial) => ({ ...trial, condition: at('b')(trial.condition) })),
    ],
  };
}

function withoutCondition(stored: StoredRun, place: number): StoredRun {
  const left = stored.run.plan.conditions[place];
  return {
    run: {
      ...stored.run,
      plan: { ...stored.run.plan, conditions: stored.run.plan.conditions.toSpliced(place, 1) },
    },
    trials: stored.trials.filter(({ condition }) => condition !== left),
  };
}

function withInvalidCondition(stored: StoredRun, place: number): StoredRun {
  const spoilt = stored.run.plan.conditions[place];
  const validity = { valid: false, reasons: ['spoilt'] };
  return {
    ...stored,
    trials: stored.trials.map((trial) => (trial.condition === spoilt ? { ...trial, validity } : trial)),
  };
}

function withConnections(stored: StoredRun, connections: number): StoredRun {
  return {
    ...stored,
    trials: stored.trials.map((trial) => ({ ...trial, load: { ...trial.load, connections } })),
  };
}
