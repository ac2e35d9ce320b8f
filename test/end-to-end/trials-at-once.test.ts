import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { after, describe, it } from 'node:test';
import { monotonicNow } from '../../src/monotonic-clock.ts';
import { planSchema } from '../../src/plan/plan.ts';
import type { Clock } from '../../src/run/jobs/clock.ts';
import { thisMachine, type Machine } from '../../src/run/jobs/machine.ts';
import { runPlan } from '../../src/run/run-plan.ts';
import { accountedCount } from '../../src/samples/ledger.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { Guard } from '../../src/target/guard.ts';
import { startTarget } from '../../src/target/start-target.ts';
import { milliseconds, nanoseconds } from '../../src/units.ts';
import { startLoadstone } from '../support/cli.ts';
import { commandLine, processesWith, waitUntil } from '../support/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-jobs-'));
after(() => rmSync(folder, { recursive: true }));

const SLOTS = 4;
const CONNECTIONS = 8;
const BATCHES = 8;
const plan = {
  name: 'waiting',
  target: { kind: 'embedded', poolSize: SLOTS, hold: '5s' },
  load: { generatorThreads: 1, connections: CONNECTIONS, duration: '45s', timeout: '30s' },
  factors: { workers: [1, 2], endpoint: ['/sync', '/async'] },
};
const TIME_SCALE = 0.1;

/** Whatever else this machine is at: it is none of this test's business. */
const calm: Machine = {
  ...thisMachine,
  look: () => {
    const ticks = monotonicNow() / 5e6;
    return { at: monotonicNow(), busy: ticks * 0.05, all: ticks };
  },
};

/** Five times as fast, as the first load would be watched for 5 s. */
const fast: Clock = {
  now: () => nanoseconds(monotonicNow() * 5),
  delay: async (time) => delay(milliseconds(time / 5)),
};

const skip = process.platform !== 'linux' && 'finds processes in /proc';

describe('several trials at the same time', { skip }, () => {
  it('overlap, have the counts that each has alone, and leave nothing running', async () => {
    const mark = `LOADSTONE_TEST_MARK=jobs-${process.pid}-`;
    const [name = '', value] = mark.split('=');
    process.env[name] = value;
    const store = openStore(join(folder, 'runs.sqlite'));
    const guard = await Guard.start();
    try {
      const run = await runPlan({
        plan: planSchema.parse(plan),
        timeScale: TIME_SCALE,
        seed: 3,
        command: [],
        store,
        guard,
        startTarget: startTarget(guard),
        jobs: 4,
        machine: calm,
        clock: fast,
        onEvent: () => {},
        signal: new AbortController().signal,
      });
      assert.deepEqual([run.state, run.failedTrials, run.jobs?.repeated], ['finished', [], []]);
      const trials = store.findRun(run.id)?.trials ?? [];
      assert.equal(trials.length, 4);
      assert.ok((run.jobs?.most ?? 0) >= 3, `${run.jobs?.most} at once`);
      for (const { condition, ledger } of trials) {
        const { workers, endpoint } = condition;
        const held = endpoint === '/sync' ? Math.min(CONNECTIONS, SLOTS * Number(workers)) : CONNECTIONS;
        const what = `${JSON.stringify(condition)}: ${ledger.completed}`;
        // A machine that is busy may lose the last batch to the end of the window.
        assert.ok(ledger.completed <= held * BATCHES && ledger.completed >= held * (BATCHES - 1), what);
        assert.equal(accountedCount(ledger), ledger.started);
      }
      const starts = trials.map(({ startedAt }) => Date.parse(startedAt));
      const [first, last] = [Math.min(...starts), Math.max(...starts)];
      assert.ok(last - first < 45_000 * TIME_SCALE, `the last began ${last - first} ms after the first`);
    } finally {
      guard.end();
      store.close();
      delete process.env[name];
    }
    const gone = await waitUntil(() => processesWith(mark).length === 0, 5_000);
    assert.ok(gone !== undefined, processesWith(mark).map(commandLine).join('; '));
  });

  for (const [signal, code] of [
    ['SIGKILL', null],
    ['SIGINT', 130],
  ] as const)
    it(`leave nothing when their runner gets ${signal} while several servers are up`, async () => {
      const file = join(folder, 'plan.json');
      writeFileSync(file, JSON.stringify(plan));
      const mark = { LOADSTONE_TEST_MARK: `jobs-${signal}-${process.pid}-` };
      const processes = (): number[] => processesWith(`LOADSTONE_TEST_MARK=${mark.LOADSTONE_TEST_MARK}`);
      const servers = (): number[] => processes().filter((pid) => commandLine(pid).includes(' serve '));
      const args = ['run', file, '--jobs=4', '--store', join(folder, `${signal}.sqlite`)];
      const command = startLoadstone(args, { env: mark });
      const up = await waitUntil(() => servers().length >= 3, 20_000);
      assert.ok(up !== undefined, command.output.stderr);
      command.process.kill(signal);
      const result = await command.finished;
      assert.equal(result.code, code, result.stderr);
      const gone = await waitUntil(() => processes().length === 0, 5_000);
      assert.ok(gone !== undefined, processes().map(commandLine).join('; '));
    });
});
