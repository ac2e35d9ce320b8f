import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReportLog } from '../../src/target/report-log.ts';
import { milliseconds } from '../../src/units.ts';

type Report = ReportLog['all'][number];

const from = (pid: number): Report => ({ pid }) as Report;
const LONG = milliseconds(60_000);

test('it waits for a report of each worker that is there, and takes no report from before', async () => {
  const log = new ReportLog();
  log.expect([1, 2]);
  log.add(from(2));
  let done = false;
  const answered = log.answered(LONG).then(() => (done = true));
  log.add(from(1));
  await new Promise(setImmediate);
  assert.equal(done, false);
  log.add(from(2));
  await answered;
  assert.deepEqual(
    log.all.map(({ pid }) => pid),
    [2, 1, 2],
  );
});

test('it waits neither for a worker that is gone nor for one that is blocked', async () => {
  const log = new ReportLog();
  await log.answered(LONG);
  log.expect([1, 2]);
  const answered = log.answered(LONG);
  log.gone(1);
  log.add(from(2));
  await answered;
  const begin = performance.now();
  await log.answered(milliseconds(50));
  assert.ok(performance.now() - begin >= 45);
});
