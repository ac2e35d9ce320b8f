import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnose } from '../../src/diagnosis/diagnosis.ts';
import { diagnosisSchema } from '../../src/samples/diagnosis.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { EXAMPLE_RUNS } from '../report/fixtures/example-runs.ts';
import { storedRun } from '../report/fixtures/stored-run.ts';
import { CONDITIONS, expectedTrial } from '../report/fixtures/sync-vs-async.ts';
import { observed, simulated, type SimulatedCase } from './fixtures/simulated.ts';

/** The ceiling of each condition, with the slots of the first finding. */
const ceilingsOf = (stored: StoredRun) =>
  diagnose(stored).map(({ condition, ceiling, findings }) => [
    condition['workers'],
    condition['endpoint'],
    ceiling,
    findings[0]?.slots,
  ]);

/** A run of a server of which nothing is known, with one trial for each number of connections. */
function blackBox(numbers: readonly number[], server: SimulatedCase): StoredRun {
  const conditions = numbers.map((connections) => ({ endpoint: '/', connections }));
  const { run } = storedRun({
    conditions,
    targets: [{ kind: 'url', name: null, url: 'http://127.0.0.1:1', workers: null, hold: null, model: null }],
  });
  const trials = conditions.map((condition) => {
    const record = simulated({ ...server, connections: condition.connections });
    return { ...observed(record, { serving: (server.slots ?? 1) + 1 }), condition };
  });
  return { run, trials };
}

describe('a run', () => {
  it('of the default plan has slots for sync with 1 worker, and the load for all else', () => {
    const trials = CONDITIONS.map((condition) => expectedTrial(condition));
    for (const [workers, endpoint, ceiling, slots] of ceilingsOf(storedRun({ trials })))
      assert.deepEqual(
        [ceiling, slots],
        workers === 1 && endpoint === '/sync' ? ['poolSlots', 40] : ['offeredLoad', null],
      );
  });

  it('of the original stack has uneven connections, with the counts a worker', () => {
    const connectionsByWorker = [62, 21, 12, 5];
    const ledger = { completed: 390, inFlightAtEnd: 100 };
    const condition = { workers: 4, threads: 1, endpoint: '/sync' };
    const trial = {
      ...expectedTrial(condition),
      connectionsByWorker,
      ledger,
      steadyStatePerSecond: 7.8,
    };
    const [diagnosis] = diagnose(storedRun({ trials: [trial] }));
    assert.equal(diagnosis?.ceiling, 'unevenConnections');
    const [finding] = diagnosis.findings;
    assert.equal(finding?.confidence.level, 'high');
    const counts = finding.evidence.find(({ figure }) => figure === 'connectionsByWorker');
    assert.deepEqual(counts?.value, connectionsByWorker);
    assert.equal(finding.slots, 40 + 21 + 12 + 5);
    assert.deepEqual(finding.remedies[0], {
      action: 'spreadConnections',
      from: 62,
      to: 25,
      allowsPerSecond: 10,
    });
  });

  for (const [name, stored] of Object.entries(EXAMPLE_RUNS))
    it(`has one diagnosis for each condition that was measured, as its schema says: ${name}`, () => {
      const diagnoses = diagnose(stored);
      for (const diagnosis of diagnoses) {
        assert.deepEqual(diagnosisSchema.parse(diagnosis), diagnosis);
        assert.equal(diagnosis.ceiling, diagnosis.findings[0]?.kind);
        assert.ok(diagnosis.trials > 0);
      }
      const measured = new Set(stored.trials.map(({ condition }) => JSON.stringify(condition)));
      assert.equal(diagnoses.length, measured.size);
    });
});

describe('connections that a run varies', () => {
  it('show the slots of a server whose holds vary, where one trial alone cannot', () => {
    const server: SimulatedCase = { place: 'slot', hold: 'exp:50ms', slots: 8, load: { duration: '10s' } };
    const diagnoses = diagnose(blackBox([1, 4, 16, 32], server));
    assert.deepEqual(
      diagnoses.map(({ ceiling }) => ceiling),
      ['undetermined', 'offeredLoad', 'poolSlots', 'poolSlots'],
    );
    const last = diagnoses.at(-1)?.findings[0];
    assert.ok(Math.abs((last?.slots ?? 0) - 8) <= 1, `${last?.slots} slots`);
    assert.equal(last?.confidence.level, 'high');
  });

  it('show that nothing holds a server whose throughput grows with them', () => {
    const diagnoses = diagnose(blackBox([1, 8, 64], { place: 'timer', hold: 'exp:50ms' }));
    assert.deepEqual(
      diagnoses.slice(1).map(({ ceiling }) => ceiling),
      ['offeredLoad', 'offeredLoad'],
    );
  });
});

it('a ceiling that only some of the trials show for themselves is less sure', () => {
  const condition = { workers: 1, threads: 1, endpoint: '/sync' };
  const trials = [4, 4, 10, 10, 4].map((steadyStatePerSecond, index) => ({
    ...expectedTrial(condition, 1, { steadyStatePerSecond }),
    ledger: { completed: steadyStatePerSecond * 50, inFlightAtEnd: 100 },
    replicate: index + 1,
  }));
  const [diagnosis] = diagnose(storedRun({ trials, replicates: 5 }));
  assert.equal(diagnosis?.ceiling, 'poolSlots');
  const [finding] = diagnosis.findings;
  const agreeing = finding?.evidence.find(({ figure }) => figure === 'trialsAgreeing');
  assert.deepEqual([agreeing?.value, agreeing?.speaks], [3, 'against']);
  assert.equal(finding?.confidence.level, 'low');
});
