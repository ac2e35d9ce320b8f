import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { LiveRun } from '../../src/samples/live-run.ts';
import type { StoredRun } from '../../src/samples/run-record.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { startLoadstone, type RunningCommand } from '../support/cli.ts';
import { commandLine, processesWith, waitUntil } from '../support/processes.ts';

const GONE_WITHIN_MS = 5_000;
const CONNECTIONS = 20;

const folder = mkdtempSync(join(tmpdir(), 'loadstone-kill-'));
after(() => rmSync(folder, { recursive: true }));

/** A run of two short trials and a long one, in that order, whose handlers hold for a minute. */
class KillableRun {
  static #count = 0;
  readonly command: RunningCommand;
  readonly #store: string;
  readonly #mark: string;

  constructor(endpoint: string) {
    const id = KillableRun.#count++;
    this.#store = join(folder, `${id}.sqlite`);
    const mark = { LOADSTONE_TEST_MARK: `kill-${process.pid}-${id}-` };
    this.#mark = `LOADSTONE_TEST_MARK=${mark.LOADSTONE_TEST_MARK}`;
    const plan = join(folder, `${id}.json`);
    writeFileSync(
      plan,
      JSON.stringify({
        name: 'to be killed',
        target: { kind: 'embedded', workers: 2, poolSize: 8, hold: '1m' },
        load: { generatorThreads: 2, connections: CONNECTIONS, duration: '1s', timeout: '90s', endpoint },
        factors: { duration: ['400ms', '401ms', '1m'] },
      }),
    );
    // This seed leaves the levels in the order they are given.
    const args = ['run', plan, '--seed', '2', '--store', this.#store];
    this.command = startLoadstone(args, { env: mark });
  }

  processes(): number[] {
    return processesWith(this.#mark);
  }

  /** The server's master, then its workers. */
  serverProcesses(): number[] {
    const pids = this.processes().toSorted((left, right) => left - right);
    const master = pids.find((pid) => commandLine(pid).includes(' serve '));
    const workers = pids.filter((pid) => commandLine(pid).includes('worker/worker.ts'));
    return master === undefined ? workers : [master, ...workers];
  }

  /** Resolves when the long trial's server is up and its handlers sleep. */
  async reachLongTrial(): Promise<void> {
    const began = await waitUntil(() => this.command.output.stderr.includes('[2/3]'), 30_000);
    assert.ok(began !== undefined, this.command.output.stderr);
    await this.beLoaded();
    await delay(500);
  }

  /** Resolves when the generator has opened its connections to a server that is up. */
  async beLoaded(): Promise<void> {
    const loaded = await waitUntil(() => this.#sockets() >= CONNECTIONS, 30_000);
    assert.ok(loaded !== undefined, this.command.output.stderr);
  }

  /** Resolves when the generator has let go of the server, which is then stopped. */
  async beLetGo(): Promise<void> {
    const gone = await waitUntil(() => this.#sockets() < CONNECTIONS, 10_000);
    assert.ok(gone !== undefined, this.command.output.stderr);
  }

  #sockets(): number {
    return socketsOf(this.command.process.pid ?? 0);
  }

  trialsReported(): number {
    return this.command.output.stderr.split('\n').filter((line) => /^\[\d\/3\]/.test(line)).length;
  }

  async assertNothingLeft(): Promise<void> {
    const gone = await waitUntil(() => this.processes().length === 0, GONE_WITHIN_MS);
    assert.ok(gone !== undefined, `still there: ${this.processes().map(commandLine).join('; ')}`);
  }

  /** Before it listens for signals, SIGINT ends it as it does any process; from then on it says how far it came. */
  async assertEndsOnInterrupt(): Promise<void> {
    this.command.process.kill('SIGINT');
    const { code, signal, stdout, stderr } = await this.command.finished;
    await this.assertNothingLeft();
    const stored = this.stored();
    if (signal === 'SIGINT') {
      assert.equal(stored, undefined);
      return;
    }
    assert.equal(code, 130, stderr);
    assert.match(stdout, /^to be killed: [012] of 3 trials, interrupted$/m);
    assert.equal(stored?.run.state, 'interrupted');
    assert.equal(stored.trials.length, this.trialsReported());
  }

  stored(): StoredRun | undefined {
    const store = openStore(this.#store);
    try {
      return store.latestRun();
    } finally {
      store.close();
    }
  }

  /** What is left of how far it had come. */
  live(): LiveRun | undefined {
    const store = openStore(this.#store);
    try {
      return store.findLive(store.latestRun()?.run.id ?? '');
    } finally {
      store.close();
    }
  }

  trialsStored(): number {
    return this.stored()?.trials.length ?? 0;
  }
}

/** Sockets that a process has open (Linux); none once it has ended. */
function socketsOf(pid: number): number {
  try {
    const files = readdirSync(`/proc/${pid}/fd`);
    return files.filter((file) => readlinkSync(`/proc/${pid}/fd/${file}`).startsWith('socket:')).length;
  } catch {
    return 0;
  }
}

describe('a run that is killed', { skip: process.platform !== 'linux' && 'finds processes in /proc' }, () => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`ends cleanly on ${signal}: shows what is finished and leaves nothing running`, async () => {
      const run = new KillableRun('/sync');
      await run.reachLongTrial();
      run.command.process.kill(signal);
      const result = await run.command.finished;
      assert.equal(result.code, code, result.stderr);
      assert.match(result.stdout, /2 of 3 trials/);
      await run.assertNothingLeft();
      assert.equal(run.trialsStored(), 2);
      assert.equal(run.live(), undefined);
    });
  }

  for (const endpoint of ['/sync', '/blocking']) {
    it(`leaves nothing when its runner is killed with -9 while handlers of ${endpoint} sleep`, async () => {
      const run = new KillableRun(endpoint);
      await run.reachLongTrial();
      run.command.process.kill('SIGKILL');
      await run.assertNothingLeft();
      assert.equal(run.trialsStored(), 2);
      // Whoever reads it sees by its age that nobody writes it any more.
      assert.equal(run.stored()?.run.state, 'running');
      assert.equal(run.live()?.finished, 2);
    });
  }

  for (const moment of [0, 150, 400, 700, 1_000, 1_500, 2_200]) {
    it(`leaves nothing when its runner is killed with -9 after ${moment} ms`, async () => {
      const run = new KillableRun('/sync');
      await delay(moment);
      run.command.process.kill('SIGKILL');
      await run.command.finished;
      const reported = run.trialsReported();
      await run.assertNothingLeft();
      assert.ok(run.trialsStored() >= reported);
    });
  }

  for (const moment of [0, 150, 400, 700, 1_000, 1_500, 2_200]) {
    it(`ends cleanly on SIGINT after ${moment} ms`, async () => {
      const run = new KillableRun('/sync');
      await delay(moment);
      await run.assertEndsOnInterrupt();
    });
  }

  it('ends cleanly on SIGINT while a server starts', async () => {
    const run = new KillableRun('/sync');
    assert.ok((await waitUntil(() => run.serverProcesses().length > 0, 10_000)) !== undefined);
    await run.assertEndsOnInterrupt();
  });

  it('ends cleanly on SIGINT while a server is being stopped', async () => {
    const run = new KillableRun('/sync');
    await run.beLoaded();
    await run.beLetGo();
    await run.assertEndsOnInterrupt();
  });

  it('goes on to its end when the server is killed with -9, and marks the trial', async () => {
    const run = new KillableRun('/sync');
    await run.reachLongTrial();
    const [master = 0] = run.serverProcesses();
    process.kill(master, 'SIGKILL');
    const result = await run.command.finished;
    assert.equal(result.code, 1);
    assert.match(
      result.stderr,
      /\[3\/3\].*INVALID: the server ended by itself \(signal SIGKILL\).*; stopped after/,
    );
    await run.assertNothingLeft();
    assert.equal(run.trialsStored(), 3);
  });

  it('goes on when one worker is killed with -9, and leaves nothing when it is then interrupted', async () => {
    const run = new KillableRun('/sync');
    await run.reachLongTrial();
    process.kill(run.serverProcesses().at(-1) ?? 0, 'SIGKILL');
    await delay(1_000);
    assert.equal(run.command.process.exitCode, null);
    run.command.process.kill('SIGINT');
    await run.command.finished;
    await run.assertNothingLeft();
    assert.equal(run.trialsStored(), 2);
  });
});
