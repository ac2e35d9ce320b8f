import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conditionsOf } from '../../../src/plan/conditions.ts';
import { loadPlan } from '../../../src/plan/load-plan.ts';
import { modelledTrial } from '../../../src/queueing/prediction/modelled-trial.ts';
import { predictAfterwards, predictTrial } from '../../../src/queueing/prediction/predict-trial.ts';
import { simulatedFigures } from '../../../src/queueing/prediction/simulated-figures.ts';
import type { SimulationModel } from '../../../src/queueing/simulator/simulation-model.ts';
import type { Prediction } from '../../../src/samples/prediction.ts';
import { milliseconds } from '../../../src/units.ts';
import { load, seedOf, server } from '../simulator/fixtures.ts';

function predicted(model: SimulationModel, seed = 1): Prediction {
  const prediction = predictTrial(model, seed);
  assert.ok(prediction !== null);
  return prediction;
}

const withOverhead = (model: SimulationModel, overheadMs: number): SimulationModel => ({
  ...model,
  server: { ...model.server, handlerTime: milliseconds(overheadMs) },
});

const FIGURES = ['completed', 'steadyPerSecond', 'p50Ms', 'meanMs'] as const;

/** Which figures of one more trial of the model are outside the prediction. */
function outside(prediction: Prediction, model: SimulationModel, seed: number): string[] {
  const trial = simulatedFigures(model, seed);
  return FIGURES.filter((name) => {
    const range = prediction.expected[name];
    const value = trial[name];
    return range === null || value === null || value < range.least || value > range.most;
  });
}

describe('predictTrial', () => {
  for (const timeScale of [1, 0.1])
    it(`expects what was published in all eight cells, at time scale ${timeScale}`, async () => {
      const plan = await loadPlan('sync-vs-async');
      const cells = plan.published?.cells ?? [];
      assert.equal(cells.length, 8);
      for (const condition of conditionsOf(plan.factors)) {
        const modelled = modelledTrial(plan, condition, timeScale);
        assert.ok(modelled.state === 'modelled');
        const { expected, replications } = predicted(modelled.model);
        const cell = cells.find((one) => JSON.stringify(one.condition) === JSON.stringify(condition));
        assert.ok(cell !== undefined);
        // Nothing is left to chance: no overhead that servers have changes the count.
        const { completed } = cell;
        assert.deepEqual(expected.completed, { estimate: completed, least: completed, most: completed });
        assert.equal(replications, 1);
      }
    });

  it('explains a trial with the overhead that servers have, and none with three times the allowance', () => {
    const model = {
      server: server('slot', '1s', { slots: 40, handlerTime: milliseconds(0.1) }),
      load: load({ duration: '6s' }),
    };
    const prediction = predicted(model);
    assert.equal(prediction.allowedOverheadMs, 30);
    assert.deepEqual(outside(prediction, withOverhead(model, 8), 1), []);
    assert.ok(outside(prediction, withOverhead(model, 90), 1).includes('meanMs'));
    assert.ok(
      outside(prediction, { ...model, server: { ...model.server, slots: 30 } }, 1).includes('completed'),
    );
  });

  it('leaves room for chance: of 60 trials of the model itself hardly any is outside', () => {
    const model = {
      server: server('slot', 'exp:250ms', { slots: 10 }),
      load: load({ connections: 30, duration: '30s' }),
    };
    const misses = Array.from({ length: 12 }, (_, index) => predicted(model, seedOf(index + 1))).flatMap(
      (prediction, index) =>
        Array.from({ length: 5 }, (_, trial) =>
          outside(prediction, model, seedOf(1_000 + 5 * index + trial)),
        ),
    );
    // Four figures at 99 % and an allowance beside: fewer than 1 in 25, and 8 of 60 would come once in thousands.
    assert.ok(misses.filter((names) => names.length > 0).length < 8);
    assert.ok(predicted(model).replications > 1);
  });

  it('cuts the window of a busy trial and still expects what the whole one has', () => {
    const model = {
      server: server('slot', 'exp:5ms', { slots: 4 }),
      load: load({ connections: 8, duration: '60s' }),
    };
    const prediction = predicted(model);
    assert.ok(prediction.simulatedMs < 20_000);
    // 4 ÷ 5 ms over a minute.
    assert.ok(Math.abs((prediction.expected.completed?.estimate ?? 0) / 48_000 - 1) < 0.03);
  });

  it('does not try where a window of enough response times takes too long', () => {
    for (const [hold, connections] of [
      ['500ms', 5_000],
      ['1h', 100_000],
    ] as const)
      assert.equal(predictTrial({ server: server('timer', hold), load: load({ connections }) }, 1), null);
  });

  it('says afterwards what the observed spread of the connections leaves', () => {
    const model = {
      server: server('slot', '1s', { workers: 4, slots: 40, handlerTime: milliseconds(0.1) }),
      load: load({ duration: '6s' }),
    };
    const before = predicted(model);
    const after = predictAfterwards(model, 1, before, [77, 16, 6, 1]);
    assert.equal(before.expected.completed?.estimate, 500);
    assert.deepEqual(after.expected, before.expected);
    assert.equal(after.afterwards?.completed?.estimate, 5 * (40 + 16 + 6 + 1));
  });

  it('is the same for the same seed', () => {
    const model = {
      server: server('slot', 'lognormal:50ms:1', { slots: 3 }),
      load: load({ connections: 9, duration: '5s' }),
    };
    assert.deepEqual(predicted(model, 5), predicted(model, 5));
    assert.notDeepEqual(predicted(model, 5), predicted(model, 6));
  });
});
