import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseTrial } from '../../src/diagnosis/diagnosis.ts';
import { isTrouble } from '../../src/diagnosis/finding.ts';
import { observed, simulated, type SimulatedCase } from './fixtures/simulated.ts';
import { TROUBLED } from './fixtures/troubled.ts';

const pool: SimulatedCase = { place: 'slot', hold: '50ms' };

describe('the ceiling, from what a client and the system see,', () => {
  for (const [what, ceiling, record] of TROUBLED)
    it(`of ${what} is ${ceiling}`, () => {
      const { ceiling: found, findings } = diagnoseTrial(record);
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
