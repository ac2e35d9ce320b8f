import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isUnevenlySpread, workerConnections } from '../../src/samples/worker-connections.ts';
import { observationOf } from '../report/fixtures/observation.ts';

/** Workers whose connections were read several times. */
function observedReadings(...readings: readonly (readonly (number | null)[])[]) {
  const observation = observationOf(readings.map(() => 25));
  const processes = observation.processes.map((process, index) => ({
    ...process,
    series: { ...process.series, connections: [...(readings[index] ?? [])] },
  }));
  return { observation: { ...observation, processes } };
}

it('does not take connections that were still being opened at one reading for an uneven spread', () => {
  const connections = workerConnections(
    observedReadings([3, 25, 25, 25], [0, null, 25, 25], [26, 25, 25, 25]),
  );
  assert.deepEqual(connections, [25, 25, 25]);
  assert.ok(!isUnevenlySpread(connections));
});

it('has the most first where they are spread unevenly', () => {
  const connections = workerConnections(observedReadings([6, 6, 6], [77, 77, 76], [17, 17, 17]));
  assert.deepEqual(connections, [77, 17, 6]);
  assert.ok(isUnevenlySpread(connections));
});

it('takes only the readings at which all connections were open, few as they are', () => {
  const opening = [
    [0, 9, 9, 18, 25],
    [0, 9, 9, 9, 25],
    [0, 0, 9, 9, 25],
    [0, 0, 0, 9, 25],
  ];
  const connections = workerConnections(observedReadings(...opening));
  assert.deepEqual(connections, [25, 25, 25, 25]);
});

it('takes a reading that lacks one connection of many, and none at which a worker was not read', () => {
  const readings = [
    [76, 77, 76],
    [6, 6, 6],
    [17, 17, null],
  ];
  assert.deepEqual(workerConnections(observedReadings(...readings)), [76.5, 17, 6]);
});

it('goes by the mean where there is no series, and knows nothing where nothing was seen', () => {
  assert.deepEqual(workerConnections({ observation: observationOf([30, 20]) }), [30, 20]);
  assert.equal(workerConnections({ observation: null }), undefined);
});
