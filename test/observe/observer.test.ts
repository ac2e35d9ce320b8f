import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { monotonicNow } from '../../src/monotonic-clock.ts';
import { makeObservation } from '../../src/observe/make-observation.ts';
import { observe, type Observer, type ObserveOptions } from '../../src/observe/observer.ts';
import type { Subject } from '../../src/observe/subject.ts';
import { hasEnded, readProcessStat } from '../../src/observe/proc/process-stat.ts';
import { watchProcess } from '../../src/observe/watch-process.ts';
import { observationSchema, type Observation, type ObservedProcess } from '../../src/samples/observation.ts';
import { readListenDrops } from '../../src/observe/proc/tcp-counters.ts';
import { readPortSockets } from '../../src/observe/proc/socket-table.ts';
import { waitUntil } from '../support/processes.ts';
import { ScriptProcess } from '../support/script-process.ts';
import { requireTool } from '../support/system-tools.ts';

const LINUX = { skip: process.platform !== 'linux' && 'reads /proc' };

/** Observes while something is done, which is the window. */
async function observed(
  subject: Subject,
  during: (observer: Observer) => Promise<void>,
  options: ObserveOptions = {},
): Promise<Observation> {
  const observer = await observe(subject, options);
  const start = monotonicNow();
  await during(observer);
  const end = monotonicNow();
  const observation = makeObservation(await observer.stop(), { start, end });
  assert.deepEqual(observationSchema.parse(observation), observation, 'it fits into a record');
  return observation;
}

/** Connections that are kept open while the test lasts. */
class Clients implements Disposable {
  readonly #sockets: Socket[] = [];

  open(count: number, host: string, port: number): void {
    for (let left = count; left > 0; left -= 1)
      // Those beyond the accept queue fail, or never open.
      this.#sockets.push(connect({ host, port }).on('error', () => {}));
  }

  get opened(): number {
    return this.#sockets.filter(({ readyState }) => readyState === 'open').length;
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

const acceptedOn = (port: number, host: string): number | undefined =>
  readPortSockets(process.pid, host === '::1' ? 'tcp6' : 'tcp', port, 'all')?.established.length;

const byPid = (processes: readonly ObservedProcess[], pid: number): ObservedProcess | undefined =>
  processes.find((process) => process.pid === pid);

describe('what is seen of a server whose workers share a socket', LINUX, () => {
  for (const host of ['127.0.0.1', '::1'])
    it(`on ${host}: each worker's connections, the accept queue and what it drops`, async (t) => {
      if (!requireTool(t, 'python3')) return;
      const counts = [3, 5, 0, 2];
      // Linux lets one more wait than it was asked to.
      const [accepted, waiting, dropped] = [10, 4, 2];
      const settings = [host, String(waiting - 1), counts.join(','), 'registered'];
      await using script = new ScriptProcess('forked_listeners.py', settings);
      const [port = 0, ...workers] = await script.numbers();
      using clients = new Clients();
      const subject = { root: { pid: script.pid }, port, workersExpected: 4 };
      const { processes, listening, workersExpected, notSeen, atMs } = await observed(
        subject,
        async (observer) => {
          // One after the other: the accept queue is shorter than they are many.
          for (let count = 1; count <= accepted; count += 1) {
            clients.open(1, host, port);
            await waitUntil(() => acceptedOn(port, host) === count, 5_000);
          }
          clients.open(waiting, host, port);
          await waitUntil(() => clients.opened === accepted + waiting, 5_000);
          const before = readListenDrops(process.pid)?.overflows ?? 0;
          clients.open(dropped, host, port);
          await waitUntil(() => (readListenDrops(process.pid)?.overflows ?? 0) >= before + dropped, 5_000);
          await observer.readNow();
          // Nothing changes any more, and so nothing has to be counted again.
          await delay(700);
        },
      );
      assert.equal(workersExpected, 4);
      const seen = workers.map((pid) => byPid(processes, pid));
      assert.deepEqual(
        seen.map((worker) => worker?.isWorker),
        [true, true, true, true],
      );
      assert.deepEqual(
        seen.map((worker) => worker?.connections?.atEnd),
        counts,
      );
      assert.deepEqual(
        seen.map((worker) => worker?.connections?.max),
        counts,
      );
      const master = byPid(processes, script.pid);
      assert.deepEqual([master?.isWorker, master?.connections?.max], [false, 0]);
      assert.equal(processes.at(-1), master, 'the workers come first');
      assert.equal(listening?.holdersLeast, 4);
      assert.equal(listening.acceptQueueMax, waiting);
      assert.equal(listening.acceptQueue.at(-1), waiting);
      // Of the whole machine: others may have had some.
      assert.ok((listening.overflows ?? 0) >= dropped, `${listening.overflows}`);
      assert.equal(listening.acceptQueue.length, atMs.length);
      assert.ok(!notSeen.some((clause) => clause.includes('not ours')), notSeen.join('; '));
    });

  it('a worker that ends within the window holds its socket no more', async (t) => {
    if (!requireTool(t, 'python3')) return;
    await using script = new ScriptProcess('forked_listeners.py', ['127.0.0.1', '5', '0,0,0', 'none']);
    const [port = 0, victim = 0, ...others] = await script.numbers();
    const { processes, listening } = await observed(
      { root: { pid: script.pid }, port, workersExpected: 3 },
      async (observer) => {
        await observer.readNow();
        process.kill(victim, 'SIGKILL');
        await delay(600);
        await observer.readNow();
      },
    );
    assert.equal(listening?.holdersLeast, 2);
    assert.deepEqual(
      [victim, ...others].map((pid) => byPid(processes, pid)?.endedWithin),
      [true, false, false],
    );
    assert.equal(byPid(processes, victim)?.series.memoryBytes.at(-1), null);
  });
});

describe('what is seen of processors', LINUX, () => {
  it('two processes on one core: what each took, what it waited, and the share of the machine', async (t) => {
    if (!requireTool(t, 'python3')) return;
    await using script = new ScriptProcess('burner.py', ['200', '2']);
    const pids = await script.numbers();
    let took: number[] = [];
    const { processes, machine, cost, atMs } = await observed(
      { root: { pid: script.pid }, workersExpected: null },
      async () => {
        script.send('go');
        took = await script.numbers();
      },
    );
    const seen = pids.map((pid) => byPid(processes, pid));
    const total = took.reduce((sum, ms) => sum + ms, 0);
    // The kernel counts in ticks of 10 ms.
    const measured = seen.reduce((sum, process) => sum + (process?.cpuMs.total ?? 0), 0);
    assert.ok(Math.abs(measured - total) <= 45, `${measured} of ${total} ms`);
    // Each had to wait while the other ran.
    const waited = seen.reduce((sum, process) => sum + (process?.waitingForCpuMs ?? 0), 0);
    assert.ok(waited > 150, `waited ${waited} ms`);
    assert.ok(seen.every((process) => (process?.contextSwitches?.involuntary ?? 0) > 0));
    assert.ok(machine !== null && machine.serverShare > 0 && machine.busyShare <= 1);
    assert.ok(machine.generatorShare > 0, 'this process stands for the generator');
    assert.equal(atMs.length, seen[0]?.series.cpuShare.length);
    assert.ok(cost.cpuMs >= 0 && cost.coreShare >= 0);
  });

  it('a process that began after the first reading counts from its start', async (t) => {
    if (!requireTool(t, 'python3')) return;
    const subject = { root: { pid: process.pid }, workersExpected: null };
    let child = 0;
    const { processes } = await observed(subject, async (observer) => {
      // When a process began is known to 10 ms.
      await delay(50);
      {
        await using script = new ScriptProcess('burner.py', ['100', '1']);
        [child = 0] = await script.numbers();
        script.send('go');
        await script.numbers();
        await observer.readNow();
        assert.ok(observer.readings.at(-1)?.processes.some((process) => process.pid === child));
      }
      // What is killed needs a processor once more to end.
      assert.notEqual(
        await waitUntil(() => hasEnded(readProcessStat(child)?.state ?? 'X'), 5_000),
        undefined,
      );
    });
    const burner = byPid(processes, child);
    assert.ok(burner !== undefined && burner.firstSeenMs > 0 && burner.endedWithin, JSON.stringify(burner));
    assert.ok(burner.cpuMs.total >= 90, `${burner.cpuMs.total} ms`);
  });

  it('the threads of a load generator that is a process of its own', async (t) => {
    if (!requireTool(t, 'python3')) return;
    await using script = new ScriptProcess('threads.py');
    await script.numbers();
    const watch = watchProcess(script.pid);
    const before = watch.last;
    await delay(250);
    const after = watch.stop();
    assert.equal(after?.threads.length, 5);
    const spanNs = after.at - (before?.at ?? 0);
    const shares = after.threads.map((thread) => {
      const then = before?.threads.find(({ tid }) => tid === thread.tid);
      return (thread.runningNs + thread.waitingNs - (then?.runningNs ?? 0) - (then?.waitingNs ?? 0)) / spanNs;
    });
    assert.equal(shares.filter((share) => share > 0.5).length, 1, shares.join(' '));
    assert.equal(watchProcess(2 ** 22 + 1).stop(), undefined, 'none is there');
  });
});

describe('what is seen without /proc', () => {
  it('has the processor time and memory of the tree, and says what is missing', async (t) => {
    if (!requireTool(t, 'python3') || !requireTool(t, 'ps', 'procps')) return;
    await using script = new ScriptProcess('burner.py', ['200', '2']);
    const pids = await script.numbers();
    let took: number[] = [];
    const { source, notSeen, processes, listening, machine } = await observed(
      { root: { pid: script.pid }, port: 1, workersExpected: 2, workerPids: () => pids },
      async () => {
        script.send('go');
        took = await script.numbers();
      },
      { source: 'pidusage' },
    );
    assert.deepEqual([source, listening, machine], ['pidusage', null, null]);
    assert.ok(
      notSeen.some((clause) => clause.includes('context switches')),
      notSeen.join('; '),
    );
    assert.deepEqual(
      processes.map(({ pid, isWorker }) => [pid, isWorker]),
      [...pids.map((pid) => [pid, true]), [script.pid, false]],
    );
    for (const [at, pid] of pids.entries()) {
      const process = byPid(processes, pid);
      assert.ok(Math.abs((process?.cpuMs.total ?? 0) - (took[at] ?? 0)) <= 60, `${process?.cpuMs.total} ms`);
      assert.deepEqual(
        [process?.cpuMs.user, process?.threadStates, process?.connections],
        [null, null, null],
      );
      assert.ok((process?.memoryBytesMax ?? 0) > 1e6);
    }
  });
});

it('a server that is not there is said not to have been seen', LINUX, async () => {
  const nobody = { root: { pid: 2 ** 22 + 1 }, port: 1, workersExpected: 4 };
  const { processes, notSeen, listening } = await observed(nobody, async () => {});
  assert.deepEqual([processes, listening], [[], null]);
  assert.match(notSeen.join('; '), /any process of it/);
});
