import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ownShare } from '../../../src/run/jobs/own-share.ts';
import type { TrialRecord } from '../../../src/samples/trial-record.ts';
import { observationOf } from '../../report/fixtures/observation.ts';
import { trialRecord } from '../../report/fixtures/trial-record.ts';

const base = trialRecord({ windowMs: 10_000 });
const environment = { ...base.environment, cpuCount: 4 };
const machine = { busyShare: 0.7, serverShare: 0.1, generatorShare: 0.3, othersShare: 0.3, stolenShare: 0 };
const thread = { cpuMs: 2_000, waitingForCpuMs: 0, busyShare: 0.2 };

function trial(given: Partial<TrialRecord>): TrialRecord {
  return { ...base, environment, observation: { ...observationOf([1]), machine }, ...given };
}

it('is what the server and the threads that load it take of all processors, and nothing of the other trials', () => {
  const generator = { ...base.generator, threads: [thread, thread] };
  // 4 s of 40 beside the server's tenth; Loadstone's 0.3 is of all the loads.
  assert.equal(ownShare(trial({ generator })), 0.2);
});

it('is not known where the server was not observed', () => {
  assert.equal(ownShare(trial({ observation: null })), undefined);
  assert.equal(ownShare(trial({ observation: { ...observationOf([1]), machine: null } })), undefined);
});
