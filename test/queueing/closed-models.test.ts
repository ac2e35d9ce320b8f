import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { asymptoticBounds } from '../../src/queueing/asymptotic-bounds.ts';
import type { ClosedNetwork, Station } from '../../src/queueing/closed-network.ts';
import { machineRepairman } from '../../src/queueing/machine-repairman.ts';
import { seidmannStations, solveClosedNetwork } from '../../src/queueing/mean-value-analysis.ts';
import { milliseconds } from '../../src/units.ts';

const queue = (demand: number, servers = 1): Station => ({
  kind: 'queue',
  servers,
  demand: milliseconds(demand),
});
const delay = (demand: number): Station => ({ kind: 'delay', demand: milliseconds(demand) });
const network = (customers: number, thinkTime: number, ...stations: Station[]): ClosedNetwork => ({
  customers,
  thinkTime: milliseconds(thinkTime),
  stations,
});
const near = (found: number, expected: number, relative: number): void =>
  assert.ok(Math.abs(found - expected) <= relative * Math.abs(expected) + 1e-12, `${found}, not ${expected}`);
const digits = (values: readonly number[], count = 3): string[] =>
  values.map((value) => value.toFixed(count));

describe('solveClosedNetwork, on published examples', () => {
  it('Jain 1991, example 34.2 (p. 577): 20 users think for 4 s, visits 16, 10 and 5 of 0.125, 0.3 and 0.2 s', () => {
    const { stations, perSecond } = solveClosedNetwork(
      network(20, 4_000, queue(2_000), queue(3_000), queue(1_000)),
    );
    assert.deepEqual(digits(stations.map(({ inStation }) => inStation)), ['1.991', '16.177', '0.500']);
    const visits = [16, 10, 5];
    const perVisit = stations.map(({ residenceTime }, k) => residenceTime / 1e3 / (visits[k] ?? 1));
    assert.deepEqual(digits(perVisit), ['0.373', '4.854', '0.300']);
    assert.equal(perSecond.toFixed(3), '0.333');
  });

  it('Bolch et al. 2006, example 8.4 (p. 333): a station of two servers, two of one and a delay', () => {
    const { stations, perSecond } = solveClosedNetwork(
      network(3, 0, queue(500, 2), queue(300), queue(400), delay(1_000)),
    );
    const printed = [0.624, 0.473, 0.686, 1.217];
    for (const [k, { inStation }] of stations.entries())
      assert.ok(Math.abs(inStation - (printed[k] ?? 0)) < 1e-3);
    assert.ok(Math.abs(perSecond - 1.218) < 1e-3);
  });

  it('Bolch et al. 2006, example 8.3 (p. 331): a central server with 6 jobs', () => {
    const { stations, perSecond } = solveClosedNetwork(
      network(6, 0, queue(20), queue(80), queue(80), queue(60)),
    );
    assert.deepEqual(digits(stations.map(({ inStation }) => inStation)), [
      '0.244',
      '2.261',
      '2.261',
      '1.234',
    ]);
    assert.deepEqual(digits(stations.map((station) => station.utilisation)), [
      '0.198',
      '0.794',
      '0.794',
      '0.595',
    ]);
    assert.equal(perSecond.toFixed(3), '9.920');
  });
});

describe('machineRepairman', () => {
  it('Winston 2004, chapter 20 (Gotham police): 5 cars, 2 mechanics', () => {
    const found = machineRepairman({
      clients: 5,
      servers: 2,
      serviceTime: milliseconds(3_000),
      thinkTime: milliseconds(30_000),
    });
    assert.deepEqual(digits([...found.probabilities].slice(0, 3)), ['0.619', '0.309', '0.062']);
    assert.equal(found.inSystem.toFixed(3), '0.465');
    assert.equal(found.perSecond.toFixed(3), '0.151');
    // Per day, 3.08 days of repair: printed from rounded figures.
    assert.ok(Math.abs(found.responseTime - 3_080) < 10);
    assert.ok(Math.abs(1 - found.utilisation - 0.774) < 1e-3);
  });

  it('is the network of one station and a think time', () => {
    const many = fc.integer({ min: 1, max: 120 });
    const time = fc.double({ min: 0.01, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(many, many, time, time, (clients, servers, service, think) => {
        const found = machineRepairman({
          clients,
          servers,
          serviceTime: milliseconds(service),
          thinkTime: milliseconds(think),
        });
        const solved = solveClosedNetwork(network(clients, think, queue(service, servers)));
        near(solved.perSecond, found.perSecond, 1e-9);
        near(solved.responseTime, found.responseTime, 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('is stable for a million clients: Little’s law, the response time law and probabilities that add up', () => {
    for (const servers of [1, 16_000, 900_000]) {
      const [serviceTime, thinkTime] = [milliseconds(10), milliseconds(2_000)];
      const found = machineRepairman({ clients: 1_000_000, servers, serviceTime, thinkTime });
      near(
        found.probabilities.reduce((sum, p) => sum + p),
        1,
        1e-9,
      );
      near((found.perSecond * found.responseTime) / 1e3, found.inSystem, 1e-9);
      near(1e6 / found.perSecond, (found.responseTime + thinkTime) / 1e3, 1e-9);
    }
  });
});

/** By the balance of flows in each of the states of two stations: exact, and by another way. */
function twoStations(customers: number, first: Station, second: Station): number {
  const rate = (station: Station, there: number): number =>
    (station.kind === 'delay' ? there : Math.min(there, station.servers)) / station.demand;
  const weights = [1];
  for (let there = 1; there <= customers; there++)
    weights.push(((weights[there - 1] ?? 0) * rate(second, customers - there + 1)) / rate(first, there));
  const total = weights.reduce((sum, weight) => sum + weight);
  return weights.reduce((sum, weight, there) => sum + (weight / total) * rate(first, there), 0) * 1e3;
}

const station = fc.oneof(
  fc.record({
    kind: fc.constant('queue' as const),
    servers: fc.integer({ min: 1, max: 12 }),
    demand: fc.double({ min: 1, max: 1_000, noNaN: true }).map(milliseconds),
  }),
  fc.record({
    kind: fc.constant('delay' as const),
    demand: fc.double({ min: 1, max: 1_000, noNaN: true }).map(milliseconds),
  }),
);

describe('solveClosedNetwork', () => {
  it('agrees with the balance equations of two stations', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), station, station, (customers, first, second) => {
        const { perSecond } = solveClosedNetwork(network(customers, 0, first, second));
        near(perSecond, twoStations(customers, first, second), 1e-9);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps the laws, and to the asymptotic bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 5_000, noNaN: true }),
        fc.array(station, { minLength: 1, maxLength: 5 }),
        (customers, think, stations) => {
          const given = network(customers, think, ...stations);
          const { perSecond, responseTime, stations: solved } = solveClosedNetwork(given);
          const present = solved.reduce((sum, { inStation }) => sum + inStation, 0);
          near(present + (perSecond * think) / 1e3, customers, 1e-8);
          for (const { utilisation } of solved.filter((_, k) => stations[k]?.kind === 'queue'))
            assert.ok(utilisation <= 1 + 1e-12);
          const bounds = asymptoticBounds(given);
          assert.ok(perSecond <= bounds.perSecond.most * (1 + 1e-9));
          assert.ok(perSecond >= bounds.perSecond.least * (1 - 1e-9));
          assert.ok(responseTime >= bounds.responseTime.least * (1 - 1e-9));
          assert.ok(responseTime <= bounds.responseTime.most * (1 + 1e-9));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is stable with thousands of servers: the whole network against the machine repairman, and at its bounds', () => {
    const found = solveClosedNetwork(network(3_000, 1_000, queue(500, 1_200)));
    const exact = machineRepairman({
      clients: 3_000,
      servers: 1_200,
      serviceTime: milliseconds(500),
      thinkTime: milliseconds(1_000),
    });
    near(found.perSecond, exact.perSecond, 1e-10);
    near(found.responseTime, exact.responseTime, 1e-10);
  });

  it('is approximated by Seidmann’s stations from below, by 21 % at most', () => {
    for (const servers of [2, 4, 10, 100])
      for (let customers = 1; customers <= 4 * servers; customers += Math.ceil(servers / 5))
        for (const think of [0, 1_000, 4_000]) {
          const exact = solveClosedNetwork(network(customers, think, queue(1_000, servers))).perSecond;
          const approximate = solveClosedNetwork(
            network(customers, think, ...seidmannStations(servers, milliseconds(1_000))),
          );
          assert.ok(approximate.perSecond <= exact * (1 + 1e-9) && approximate.perSecond >= exact * 0.79);
        }
  });

  it('refuses what is no network', () => {
    assert.throws(() => solveClosedNetwork(network(1.5, 0, queue(1))), RangeError);
    assert.throws(() => solveClosedNetwork(network(1, 0, queue(0))), RangeError);
    assert.throws(() => solveClosedNetwork(network(1, 0, queue(1, 0))), RangeError);
  });
});

it('asymptoticBounds names the bottleneck of the example of Lazowska et al. (1984, chapter 5)', () => {
  // A CPU of 2.0 s and disks of 0.5 and 3.0 s under users who think for 15 s.
  const bounds = asymptoticBounds(network(10, 15_000, queue(2_000), queue(500), queue(3_000)));
  assert.equal(bounds.bottleneck, 2);
  near(bounds.saturation, 20.5 / 3, 1e-12);
  near(bounds.perSecond.most, 1 / 3, 1e-12);
  near(bounds.perSecond.least, 10 / (10 * 5.5 + 15), 1e-12);
  near(bounds.responseTime.least, 15_000, 1e-12);
});
