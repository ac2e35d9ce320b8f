import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planSchema } from '../../src/plan/plan.ts';
import { scheduleTrials } from '../../src/plan/trial-schedule.ts';
import { measureTrial } from '../../src/run/measure-trial.ts';
import { startTarget } from '../../src/target/start-target.ts';
import { Guard } from '../../src/target/guard.ts';
import type { OwnTrialRecord } from '../../src/samples/own-trial-record.ts';
import { ownRecord } from '../support/own-record.ts';

const CONNECTIONS = 8;
const SLOTS = 4;

async function measured(load: Readonly<Record<string, string>>): Promise<OwnTrialRecord> {
  const plan = planSchema.parse({
    name: 'telemetry',
    target: { kind: 'embedded', poolSize: SLOTS, hold: '50ms' },
    load: { generatorThreads: 1, connections: CONNECTIONS, duration: '1500ms', timeout: '5s', ...load },
    factors: { endpoint: ['/sync'] },
  });
  const [trial] = scheduleTrials([{ endpoint: '/sync' }], 1, 1);
  assert.ok(trial !== undefined);
  const guard = await Guard.start();
  try {
    const outcome = await measureTrial(trial, {
      plan,
      timeScale: 1,
      startTarget: startTarget(guard),
      onEvent: () => {},
      signal: new AbortController().signal,
    });
    assert.equal(outcome.state, 'measured');
    return ownRecord((outcome as { record: unknown }).record);
  } finally {
    guard.end();
  }
}

function near(measuredValue: number, expected: number, what: string): void {
  assert.ok(Math.abs(measuredValue / expected - 1) < 0.1, `${what}: ${measuredValue}, not ${expected}`);
}

test('the record has what was expected of the trial before it', async () => {
  const { prediction, ledger, throughput } = await measured({});
  const { completed, steadyPerSecond } = prediction?.expected ?? assert.fail('nothing was predicted');
  // 4 slots ÷ 50 ms for 1.5 s, of which the last batch falls on the end.
  assert.equal(completed?.estimate, 4 * 29);
  assert.ok(Math.abs((steadyPerSecond?.estimate ?? 0) / 80 - 1) < 0.02);
  assert.equal(prediction?.afterwards, null);
  near(ledger.completed, 4 * 29, 'completed');
  near(throughput.steadyStatePerSecond ?? 0, 80, 'steady state');
});

test('the record has what the server said of the load, and it agrees with what the clients saw', async () => {
  const { telemetry, ledger, validity } = await measured({});
  // What else goes on here is none of this test's business.
  assert.deepEqual(
    validity.reasons.filter((reason) => !reason.includes('busy with something else')),
    [],
  );
  const [worker, ...others] = telemetry?.workers ?? [];
  assert.ok(worker?.totals !== null && worker?.totals !== undefined);
  assert.deepEqual([others.length, worker.place, worker.slots], [0, 1, SLOTS]);
  const { totals, series } = worker;
  // What was in flight at the end of the window may be answered before the last report.
  assert.ok(totals.requests >= ledger.completed);
  assert.ok(totals.requests <= ledger.completed + ledger.inFlightAtEnd);
  assert.equal(totals.serviceTimeMs.count, totals.requests);
  assert.equal(totals.fromMs, 0);
  assert.ok(totals.toMs >= 1_500);
  near(totals.utilisation ?? 0, 1, 'utilisation');
  near(totals.meanInFlight, CONNECTIONS, 'in flight');
  near(totals.meanQueued, CONNECTIONS - SLOTS, 'queued');
  assert.equal(worker.connectionsMax, CONNECTIONS);
  assert.equal(
    series.requests.reduce((sum, count) => sum + count, 0),
    totals.requests,
  );
  assert.ok(new Set(Object.values(series).map(({ length }) => length)).size === 1);
});

test('with a warm-up, what the server said is of the window', async () => {
  const { telemetry, ledger } = await measured({ warmup: '500ms' });
  const totals = telemetry?.workers[0]?.totals;
  assert.ok(totals !== null && totals !== undefined);
  assert.ok(totals.fromMs >= 0 && totals.fromMs < 400, `from ${totals.fromMs}`);
  assert.ok(Math.abs(totals.requests - ledger.completed) <= 4 * CONNECTIONS);
  near(totals.meanInFlight, CONNECTIONS, 'in flight');
});

test('an outside load generator is guarded as long as it runs, and its threads are in the record', async () => {
  const plan = planSchema.parse({
    name: 'outside',
    target: { kind: 'embedded', poolSize: 1, hold: '20ms' },
    load: { generatorThreads: 1, connections: 4, duration: '1s', timeout: '1s' },
    factors: { endpoint: ['/async'] },
  });
  const [trial] = scheduleTrials([{ endpoint: '/async' }], 1, 1);
  assert.ok(trial !== undefined);
  const guard = await Guard.start();
  const told: [string, number][] = [];
  try {
    const outcome = await measureTrial(trial, {
      plan,
      timeScale: 1,
      generator: 'autocannon',
      guard: {
        watch: ({ pid }) => void told.push(['watch', pid]),
        release: ({ pid }) => void told.push(['release', pid]),
      },
      startTarget: startTarget(guard),
      onEvent: () => {},
      signal: new AbortController().signal,
    });
    assert.ok(outcome.state === 'measured', JSON.stringify(outcome));
    const { generator, ledger } = outcome.record;
    assert.equal(generator.name, 'autocannon');
    assert.ok(ledger.completed > 0 && generator.threads.some(({ cpuMs }) => cpuMs > 0));
    const [watched, released] = told;
    assert.deepEqual([told.length, watched?.[0], released?.[0]], [2, 'watch', 'release']);
    assert.equal(watched?.[1], released?.[1]);
  } finally {
    guard.end();
  }
});
