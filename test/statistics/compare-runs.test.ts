import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareInterleaved, compareRuns } from '../../src/statistics/compare-runs.ts';
import { gateOutcome } from '../../src/statistics/gate.ts';
import { conditionKey } from '../../src/samples/condition-key.ts';
import type { Comparison } from '../../src/samples/comparison.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { runInTurn, serverRun, type ServerTruth } from './fixtures/compared-runs.ts';

const MARGIN = 0.05;
const COMPARISONS = 200;
/** A binomial variable of 200 comparisons at 5 % exceeds this once in a hundred times. */
const FALSE_ALARMS_AT_MOST = 18;

/** Two runs of the same truth but for what is said of the second. */
function twoRuns(
  index: number,
  truth: Omit<ServerTruth, 'seed'>,
  ofB: Omit<ServerTruth, 'seed'> = {},
): [StoredRun, StoredRun] {
  return [serverRun({ seed: 2 * index, ...truth }), serverRun({ seed: 2 * index + 1, ...truth, ...ofB })];
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
      serverRun({ seed: 1, replicates: 1 }),
      serverRun({ seed: 2, replicates: 1 }),
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
    assert.equal(gateOutcome(compareRuns(...twoRuns(5, drifting, { slowdown: 1.1 }), MARGIN)), 'undecided');
    const comparison = inTurn({ seed: 5, ...drifting, slowdown: 1.1 });
    assert.equal(gateOutcome(comparison), 'regression');
    assert.deepEqual([comparison.a.level, comparison.b.level, comparison.isPaired], ['a', 'b', true]);
    assert.deepEqual(Object.keys(comparison.conditions[0]?.condition ?? {}), [
      'workers',
      'threads',
      'endpoint',
    ]);
  });

  it('and equal ones are told apart no more often than the gate says', () => {
    const alarms = Array.from({ length: COMPARISONS }, (_, seed) =>
      gateOutcome(inTurn({ seed, noise: 0.02, drift: 0.05 })),
    ).filter((outcome) => outcome === 'regression').length;
    assert.ok(alarms <= FALSE_ALARMS_AT_MOST, `${alarms} false alarms`);
  });

  it('without the blocks in which one of them has no figure', () => {
    const { run, trials } = runInTurn({ seed: 6, noise: 0.005 });
    const left = trials.filter(({ order, condition }) => order.block > 1 || condition['target'] === 'b');
    const comparison = compareInterleaved({ run, trials: left }, MARGIN) ?? assert.fail();
    assert.equal(gateOutcome(comparison), 'passed');
  });

  it('are none where the run interleaved nothing', () => {
    assert.equal(compareInterleaved(serverRun({ seed: 1 }), MARGIN), undefined);
  });
});

const inTurn = (truth: ServerTruth): Comparison =>
  compareInterleaved(runInTurn(truth), MARGIN) ?? assert.fail();

function withoutCondition(stored: StoredRun, place: number): StoredRun {
  const left = stored.run.plan.conditions[place] ?? assert.fail();
  return {
    run: {
      ...stored.run,
      plan: { ...stored.run.plan, conditions: stored.run.plan.conditions.toSpliced(place, 1) },
    },
    trials: stored.trials.filter(({ condition }) => conditionKey(condition) !== conditionKey(left)),
  };
}

function withInvalidCondition(stored: StoredRun, place: number): StoredRun {
  const spoilt = stored.run.plan.conditions[place] ?? assert.fail();
  const validity = { valid: false, reasons: ['spoilt'] };
  return {
    ...stored,
    trials: stored.trials.map((trial) =>
      conditionKey(trial.condition) === conditionKey(spoilt) ? { ...trial, validity } : trial,
    ),
  };
}

function withConnections(stored: StoredRun, connections: number): StoredRun {
  return {
    ...stored,
    trials: stored.trials.map((trial) => ({ ...trial, load: { ...trial.load, connections } })),
  };
}
