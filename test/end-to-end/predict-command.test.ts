import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runFileSchema } from '../../src/samples/run-record.ts';
import { loadstone } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-predict-'));
after(() => rmSync(folder, { recursive: true }));

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('loadstone predict', () => {
  it('predicts the published experiment, and keeps it as a measured run is kept', async () => {
    const file = join(folder, 'predicted.json');
    const { code, stdout, stderr } = await loadstone(['predict', '--json', file]);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /sync-vs-async, predicted: 8 conditions/);
    assert.match(
      plain(stdout),
      /workers 1, threads 1 and 4, endpoint \/sync: .*40 ÷ 10s is 4\.00\/s at most/,
    );
    assert.ok(stdout.split('\n').every((line) => line.length <= 80));
    const { run, trials } = runFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    assert.deepEqual([run.state, trials.length], ['finished', 8]);
    for (const { condition, ledger, generator } of trials) {
      const isHeld = condition['workers'] === 1 && condition['endpoint'] === '/sync';
      assert.deepEqual([generator.name, ledger.completed], ['simulator', isHeld ? 200 : 500]);
    }
    const report = await loadstone(['report', file]);
    assert.equal(report.code, 0);
    assert.match(
      plain(report.stdout),
      /All 8 conditions compared completed exactly as many requests as was published/,
    );
    assert.match(plain(report.stdout), /nothing of it was measured/);
    // What a model yields obeys every law, the late responses and their means included.
    const audit = await loadstone(['audit', file]);
    assert.equal(audit.code, 0, audit.stdout);
  });

  it('makes a plan of the settings of a server', async () => {
    const { code, stdout } = await loadstone([
      'predict',
      '--workers',
      '2',
      '--pool-size',
      '5',
      '--connections',
      '50',
      '--hold',
      '1s',
      '--duration',
      '10500ms',
      '--timeout',
      '2s',
    ]);
    assert.equal(code, 0);
    assert.match(plain(stdout), /endpoint \/sync: 2 workers have 10 slots .* 10 of 50 requests/);
    assert.match(plain(stdout), /reach their time-out in the queue; the server goes on working for them/);
    assert.match(
      plain(stdout),
      /endpoint \/async: the load is all there is: 50 connections ÷ 1s is 50\.0\/s/,
    );
  });

  it('puts flags in place of what a plan says, be it a factor or not', async () => {
    const { stdout } = await loadstone([
      'predict',
      'fastapi',
      '--workers',
      '2',
      '--pool-size',
      '10',
      '--seed',
      '3',
    ]);
    assert.match(plain(stdout), /4 conditions/);
    assert.match(plain(stdout), /2 workers have 20 slots/);
  });

  it('says what is missing where a condition cannot be predicted, and ends with 1 where none can', async () => {
    const { code, stdout } = await loadstone([
      'predict',
      '--hold',
      '100ms',
      '--duration',
      '2s',
      '--factor',
      'endpoint=/sync,/cpu',
    ]);
    assert.equal(code, 0);
    assert.match(
      plain(stdout),
      /endpoint \/cpu: cannot be predicted: \/cpu computes, and the model has no processors/,
    );
    const plan = join(folder, 'plan.json');
    writeFileSync(
      plan,
      JSON.stringify({
        name: 'a server somewhere',
        target: { kind: 'url', url: 'http://127.0.0.1:9' },
        load: { duration: '5s', timeout: '1s' },
        factors: { endpoint: ['/x'] },
      }),
    );
    const unknown = await loadstone(['predict', plan]);
    assert.equal(unknown.code, 1);
    assert.match(
      plain(unknown.stdout),
      /cannot be predicted: how the server runs its handlers is not known \(model\)/,
    );
  });

  it('answers what if with what a run measured, and which smallest change reaches a goal', async () => {
    const file = join(folder, 'measured.json');
    await loadstone(['predict', '--time-scale', '0.1', '--json', file]);
    const { code, stdout } = await loadstone([
      'predict',
      '--from-run',
      file,
      '--workers',
      '1',
      '--pool-size',
      '50',
      '--goal',
      'throughput>90/s',
    ]);
    assert.equal(code, 0);
    assert.match(plain(stdout), /1 worker has 50 slots .* 50 ÷ 1s is 50\.0\/s at most/);
    // 2 workers have 100 slots, for all 100 connections.
    assert.match(
      plain(stdout),
      /To reach throughput > 90\.0\/s .*reached with 2 workers \(100\/s\), or with 91 slots a worker/,
    );
    assert.match(plain(stdout), /\/async: reached as it is/);
    const other = await loadstone(['predict', 'fastapi', '--from-run', file]);
    assert.deepEqual([other.code, other.stderr.includes('a run has its own plan')], [2, true]);
  });

  it('refuses what makes no sense', async () => {
    for (const [args, message] of [
      [['--hold', 'long'], /Write a time such as 250ms/],
      [['worker-classes', '--connections', '0'], /Write a whole number/],
      [['nosuch'], /there is no such plan/],
      [['--goal', 'p99>1s'], /Write 'p99<2s'/],
    ] as const) {
      const { code, stderr } = await loadstone(['predict', ...args]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });
});
