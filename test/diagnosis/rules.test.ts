import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseTrial } from '../../src/diagnosis/diagnosis.ts';
import { isTrouble } from '../../src/diagnosis/finding.ts';
import type { FindingKind } from '../../src/samples/diagnosis.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { observed, simulated, type Seen, type SimulatedCase } from './fixtures/simulated.ts';

type Case = readonly [what: string, of: SimulatedCase, seen: Seen, ceiling: FindingKind, change?: Change];
type Change = (record: TrialRecord) => TrialRecord;

const pool: SimulatedCase = { place: 'slot', hold: '50ms' };
const free: SimulatedCase = { place: 'timer', hold: '50ms' };
const loop: SimulatedCase = { place: 'eventLoop', hold: '50ms' };

const generatorBusy: Change = (record) => ({
  ...record,
  generator: {
    ...record.generator,
    threads: [{ cpuMs: 2_900, waitingForCpuMs: 50, busyShare: 0.98 }],
    wasCeiling: true,
  },
});

const errorsInTen =
  (count: number): Change =>
  (record) => {
    const errors = Math.round((record.ledger.completed * count) / 10);
    return { ...record, statusCodes: { 200: record.ledger.completed - errors, 503: errors } };
  };

/** Response times that are five times as long for the first 800 ms. */
const coldFor800: Change = (record) => {
  const { series } = record;
  if (series === null) return record;
  const geometricMean = series.responseTimeMs.geometricMean.map(
    (time, interval) => time && time * (interval * series.intervalMs < 800 ? 5 : 1),
  );
  return { ...record, series: { ...series, responseTimeMs: { ...series.responseTimeMs, geometricMean } } };
};

const rising = [100, 104, 120, 136, 152, 168, 184, 188].map((megabytes) => megabytes * 1e6);
const filled = [100, 104, 130, 150, 151, 151, 151, 151].map((megabytes) => megabytes * 1e6);

/** Nothing is known of the server but what is seen; what each row says is what the simulator was told. */
const CASES: readonly Case[] = [
  ['5 slots whose threads serve', pool, { serving: 6 }, 'poolSlots'],
  [
    '2 workers of 5 slots',
    { ...pool, workers: 2, connections: 40 },
    { connections: [20, 20], serving: 10 },
    'poolSlots',
  ],
  ['5 at once, and one thread', pool, { serving: 1 }, 'externalWait'],
  [
    '5 at once, and as many threads as connections',
    { ...pool, connections: 60 },
    { serving: 60 },
    'externalWait',
  ],
  ['a blocked loop', loop, { unread: 19 }, 'eventLoopBlocked'],
  ['2 blocked loops', { ...loop, workers: 2 }, { connections: [10, 10], unread: 18 }, 'eventLoopBlocked'],
  ['a loop that computes', loop, { cpuShares: [0.97], unread: 19 }, 'cpuSaturated'],
  [
    'a loop that computes as far as others let it',
    loop,
    { cpuShares: [0.6], waitingShares: [0.35], unread: 19 },
    'cpuSaturated',
  ],
  [
    'a machine that its server fills',
    pool,
    { cpuShares: [0.7], machineBusy: 0.97, serverShare: 0.8, serving: 6 },
    'cpuSaturated',
  ],
  [
    'uneven connections',
    { ...pool, workers: 2, counts: [18, 2] },
    { connections: [18, 2], serving: 8 },
    'unevenConnections',
  ],
  [
    'uneven connections of workers that are all full',
    { ...pool, workers: 2, counts: [14, 6] },
    { connections: [14, 6], serving: 10 },
    'poolSlots',
  ],
  [
    'uneven connections that nobody waits for',
    { ...free, workers: 2 },
    { connections: [18, 2] },
    'offeredLoad',
  ],
  [
    'one hot worker with most connections',
    { ...loop, workers: 2, counts: [18, 2] },
    { connections: [18, 2], cpuShares: [0.98, 0.2], unread: 17 },
    'unevenConnections',
  ],
  [
    'one hot worker with as many as the other',
    { ...loop, workers: 2 },
    { connections: [10, 10], cpuShares: [0.98, 0.2], unread: 17 },
    'cpuSaturated',
  ],
  ['as many slots as connections', { ...pool, slots: 30 }, { serving: 20 }, 'offeredLoad'],
  ['no slots at all', free, {}, 'offeredLoad'],
  ['think time', { ...free, load: { thinkTime: '30ms' } }, {}, 'offeredLoad'],
  [
    'arrivals that are served',
    { ...free, load: { arrivalsPerSecond: 100, connectionsMax: 200 } },
    {},
    'offeredLoad',
  ],
  ['a generator that has no time', free, {}, 'generatorSaturated', generatorBusy],
  [
    'a server and a generator that have no time',
    loop,
    { cpuShares: [0.99], unread: 19 },
    'cpuSaturated',
    generatorBusy,
  ],
  ['three errors in ten', free, {}, 'errors', errorsInTen(3)],
  ['nothing but errors', pool, { serving: 6 }, 'errors', errorsInTen(10)],
  ['a leak', free, { memoryBytes: rising }, 'memoryGrowth'],
  ['a heap that fills up', free, { memoryBytes: filled }, 'offeredLoad'],
  ['a cold start', free, {}, 'coldStart', coldFor800],
  [
    'a queue before a server that idles',
    { ...free, hold: '2ms', connections: 1, load: { thinkTime: '40ms' } },
    { acceptQueue: 12, overflows: 9 },
    'acceptQueue',
  ],
];

describe('the ceiling, from what a client and the system see,', () => {
  for (const [what, of, seen, ceiling, change] of CASES)
    it(`of ${what} is ${ceiling}`, () => {
      const record = observed(simulated(of), seen);
      const { ceiling: found, findings } = diagnoseTrial(change?.(record) ?? record);
      assert.equal(found, ceiling, JSON.stringify(findings, null, 1));
      assert.equal(findings[0]?.kind, found);
      assert.notEqual(findings[0]?.confidence.level, 'low');
    });
});

describe('the slots that are named', () => {
  for (const slots of [2, 3, 5, 8, 13, 16])
    it(`are ${slots} where the pool has ${slots}`, () => {
      const record = observed(simulated({ ...pool, slots, connections: 40 }), { serving: slots + 1 });
      const [finding] = diagnoseTrial(record).findings;
      assert.deepEqual([finding?.kind, finding?.slots], ['poolSlots', slots]);
      const remedy = finding?.remedies.find(({ action }) => action === 'moreSlotsAWorker');
      assert.deepEqual([remedy?.from, remedy?.to], [slots, 40]);
      assert.ok(Math.abs((remedy?.allowsPerSecond ?? 0) / (40 / 0.05) - 1) < 0.03);
    });
});

describe('nothing is the matter with a server whose', () => {
  for (const hold of ['50ms', 'exp:50ms', 'lognormal:50ms:0.5', 'lognormal:50ms:1', 'uniform:10ms:90ms'])
    it(`handlers take ${hold} and do not wait for each other`, () => {
      const named = Array.from({ length: 15 }, (_, seed) => {
        const record = simulated({ place: 'timer', hold, connections: 3 + 3 * seed, seed });
        return diagnoseTrial(observed(record))
          .findings.filter(isTrouble)
          .map(({ kind }) => kind);
      });
      assert.deepEqual(named.flat(), []);
    });
});
