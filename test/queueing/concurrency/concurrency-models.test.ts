import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitModels, modelCurve } from '../../../src/queueing/concurrency/concurrency-models.ts';
import { scaledThroughput } from '../../../src/queueing/universal-scalability.ts';

const LOADS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

const fitted = (curve: (connections: number) => number) =>
  fitModels(
    LOADS.map((connections) => ({ connections, perSecond: curve(connections), error: 0.01 })),
    1,
  );

describe('fitModels', () => {
  it('prefers the model that made the throughputs, and finds its parameters', () => {
    const [slots] = fitted((connections) => 4 * Math.min(connections, 40));
    assert.equal(slots?.model.model, 'slots');
    assert.ok(Math.abs((slots?.model.parameters['slots'] ?? 0) / 40 - 1) < 0.02);
    assert.ok(Math.abs((slots?.model.parameters['serviceTimeMs'] ?? 0) / 250 - 1) < 0.02);

    const [none] = fitted((connections) => 4 * connections);
    assert.equal(none?.model.model, 'none');

    const [contention] = fitted((connections) => scaledThroughput(connections, [10, 0.05, 0.0005]));
    assert.equal(contention?.model.model, 'contention');
    assert.ok(Math.abs((contention?.model.parameters['contention'] ?? 0) / 0.05 - 1) < 0.1);
    assert.ok(Math.abs((contention?.model.parameters['coherency'] ?? 0) / 0.0005 - 1) < 0.1);
    assert.ok((contention?.model.weight ?? 0) > 0.99);
  });

  it('has weights that add up to 1, and the best first', () => {
    const models = fitted((connections) => 4 * Math.min(connections, 40)).map(({ model }) => model);
    assert.ok(Math.abs(models.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-9);
    assert.deepEqual(
      models.map(({ criterion }) => criterion),
      models.map(({ criterion }) => criterion).toSorted((one, other) => one - other),
    );
  });

  it('draws each curve from its named parameters alone as it was fitted', () => {
    for (const { model, perSecond } of fitted((connections) => 4 * Math.min(connections, 40)))
      for (const connections of [1, 3, 30, 41, 300])
        assert.ok(
          Math.abs(modelCurve(model)(connections) / perSecond(connections) - 1) < 1e-9,
          `${model.model} at ${connections}`,
        );
  });

  it('leaves out what has as many parameters as there are loads', () => {
    const models = fitModels([{ connections: 1, perSecond: 4, error: 0.01 }], 1);
    assert.deepEqual(
      models.map(({ model }) => model.model),
      ['none'],
    );
  });
});
