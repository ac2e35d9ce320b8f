import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { workerConnections } from '../../src/samples/worker-connections.ts';
import type { Diagnosis } from '../../src/samples/diagnosis.ts';
import { runFileSchema } from '../../src/samples/run-record.ts';
import type { TrialRecord } from '../../src/samples/trial-record.ts';
import { readRecordFile } from '../../src/store/record-file.ts';
import { loadstone } from '../support/cli.ts';
import { requireGunicorn } from '../support/system-tools.ts';

const SLOTS_A_WORKER = 40;
const WHOLE_BATCHES = 5;
/** With as many of the 100 connections in slots, the throughput is near that of the load. */
const LOAD_SHOWS = 92;

/** What the connections that each worker was seen to have let through. */
function expectedOf(trial: TrialRecord): number {
  const connections = workerConnections(trial) ?? assert.fail('the connections of the workers were not seen');
  const held = connections.reduce((sum, count) => sum + Math.min(count, SLOTS_A_WORKER), 0);
  return held * WHOLE_BATCHES;
}

function isUneven(trial: TrialRecord): boolean {
  const connections = workerConnections(trial) ?? [];
  return Math.max(...connections) - Math.min(...connections) > 2;
}

/** What its name says; with uneven connections only where they leave slots free that others wait for. */
function assertCeiling(diagnoses: readonly Diagnosis[], trial: TrialRecord): void {
  const { condition } = trial;
  const diagnosis = diagnoses.find((one) => JSON.stringify(one.condition) === JSON.stringify(condition));
  const [finding] = diagnosis?.findings ?? [];
  const what = `${JSON.stringify(condition)}: ${JSON.stringify(finding)}`;
  if (condition['endpoint'] === '/async') assert.equal(finding?.kind, 'offeredLoad', what);
  else if (condition['workers'] === 1)
    assert.deepEqual([finding?.kind, finding?.slots], ['poolSlots', 40], what);
  else if (expectedOf(trial) < LOAD_SHOWS * WHOLE_BATCHES) {
    assert.equal(finding?.kind, 'unevenConnections', what);
    const counts = finding.evidence.find(({ figure }) => figure === 'connectionsByWorker');
    assert.deepEqual(counts?.value, workerConnections(trial), what);
  } else if (!isUneven(trial)) assert.equal(finding?.kind, 'offeredLoad', what);
}

it('repeats the published experiment on FastAPI under gunicorn, and its count is what the connections of each worker allow', async (t) => {
  if (!requireGunicorn(t, 'fastapi')) return;
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-fastapi-'));
  try {
    const [json, store] = [join(folder, 'run.json'), join(folder, 'runs.sqlite')];
    // --threads does nothing under UvicornWorker: half of the eight cells are enough here.
    const plan = ['experiments/fastapi.ts', '--time-scale=0.1', '--factor=threads=1'];
    const { stdout, stderr } = await loadstone(['run', ...plan, '--json', json, '--store', store]);
    const { trials, run, diagnoses } = runFileSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    assert.deepEqual([trials.length, run.failedTrials], [4, []], stderr);
    const page = join(folder, 'reports', `${run.id}.html`);
    assert.ok(stdout.endsWith(`\nReport with charts: ${page}\n`), stdout);
    assert.deepEqual(readRecordFile(page), { kind: 'run', stored: { run, trials } });
    for (const trial of trials) {
      const { condition, ledger, observation } = trial;
      const what = `${JSON.stringify(condition)} completed ${ledger.completed}; ${trial.validity.reasons.join('; ')}`;
      assert.equal(observation?.listening?.holdersLeast, condition['workers'], what);
      assertCeiling(diagnoses, trial);
      if (condition['endpoint'] === '/async') assert.ok(Math.abs(ledger.completed - 500) <= 10, what);
      else if (condition['workers'] === 1) assert.ok(Math.abs(ledger.completed - 200) <= 2, what);
      else {
        const expected = expectedOf(trial);
        assert.ok(Math.abs(ledger.completed / expected - 1) <= 0.05, `${what}; expected ${expected}`);
        if (isUneven(trial)) assert.match(stdout, /Connections that each worker had/);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
