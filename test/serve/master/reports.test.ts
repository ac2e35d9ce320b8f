import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reports } from '../../../src/serve/master/reports.ts';
import { WorkerProcess } from '../../../src/serve/master/worker-process.ts';
import type { WorkerReport } from '../../../src/serve/telemetry/worker-report.ts';
import { milliseconds } from '../../../src/units.ts';
import { FakeFork } from './fake-fork.ts';

const events = { heard: () => {}, left: () => {} };
const reportOf = (pid: number, requests: number) => ({ place: 1, pid, requests }) as WorkerReport;

function twoAtOnePlace() {
  const { fork } = new FakeFork();
  return { old: new WorkerProcess(0, fork(0), events), successor: new WorkerProcess(0, fork(0), events) };
}

test('of two workers at one place only the one that was asked is reported', async () => {
  const { old, successor } = twoAtOnePlace();
  const reports = new Reports();
  reports.heard(old, reportOf(1, 900));
  const collected = reports.collect([successor], milliseconds(10_000));
  reports.heard(successor, reportOf(2, 3));
  reports.heard(old, reportOf(1, 901));
  assert.deepEqual(await collected, [reportOf(2, 3)]);
});

test('of a worker that does not answer in time the last report is taken; of one that never did, none', async () => {
  const { old, successor } = twoAtOnePlace();
  const reports = new Reports();
  reports.heard(old, reportOf(1, 900));
  assert.deepEqual(await reports.collect([old, successor], milliseconds(10)), [reportOf(1, 900)]);
});

test('a worker that is gone is not waited for', async () => {
  const { old } = twoAtOnePlace();
  const reports = new Reports();
  reports.heard(old, reportOf(1, 900));
  const collected = reports.collect([old], milliseconds(10_000));
  reports.gone(old);
  assert.deepEqual(await collected, []);
});
