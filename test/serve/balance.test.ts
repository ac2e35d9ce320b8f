import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '../support/processes.ts';
import { startClients } from './fixtures/clients.ts';
import { heldBy, listeningOn } from './fixtures/listening-sockets.ts';
import { get, startApp, startServe } from './fixtures/server.ts';
import type { Witness } from './fixtures/witness-app.ts';

test('round-robin deals connections strictly in turn: counts a worker differ by one at most', async () => {
  await using server = await startApp({ workers: 4, poolSize: 1 });
  const answers = await Promise.all(Array.from({ length: 1_002 }, () => get(server.port, '/who')));
  const counts = new Map(server.workerPids.map((pid) => [pid, 0]));
  for (const { text } of answers) {
    const { pid } = JSON.parse(text) as Witness;
    counts.set(pid, (counts.get(pid) ?? 0) + 1);
  }
  assert.deepEqual(
    [...counts.values()].toSorted((a, b) => a - b),
    [250, 250, 251, 251],
  );
});

test('who listens: the master, all workers on one socket, or each worker on its own', async () => {
  for (const [balance, sockets, aWorker] of [
    ['round-robin', 1, 0],
    ['shared', 1, 1],
    ['reuseport', 3, 1],
  ] as const) {
    await using server = await startApp({ workers: 3, balance });
    const inodes = listeningOn(server.port);
    const held = server.workerPids.map((pid) => heldBy(pid, inodes));
    assert.equal(inodes.length, sockets, balance);
    assert.deepEqual(
      held.map((own) => own.length),
      [aWorker, aWorker, aWorker],
      balance,
    );
    assert.equal(new Set(held.flat()).size, sockets * aWorker, balance);
    // So that what waits to be accepted outlives every worker.
    assert.equal(heldBy(server.master.pid as number, inodes).length, sockets, balance);
  }
});

for (const balance of ['round-robin', 'shared', 'reuseport']) {
  test(`${balance}: a worker killed with -9 is back within 2 s, and only its own requests fail`, async () => {
    await using server = await startServe('-w2', '--pool-size=2', '--hold=150ms', `--balance=${balance}`);
    await using clients = startClients(20, server.port, '/async');
    await delay(500);
    const before = clients.answered();
    process.kill(server.workerPids[0] as number, 'SIGKILL');
    const took = await waitUntil(() => /worker \d .*is ready/.test(server.stderr()), 2_000);
    assert.notEqual(took, undefined, `not replaced within 2 s: ${server.stderr()}`);
    await delay(500);
    const failures = await clients.stop();
    assert.ok(clients.answered() > before + 20, 'clients are answered again');
    // Each client has one request in flight at a time, so none can fail twice for one death.
    assert.ok(
      failures.length <= 20 && failures.every((failure) => /ECONNRESET|hang up/.test(failure)),
      failures.join(),
    );
  });

  test(`${balance}: while the only worker is away connections wait, and none is refused`, async () => {
    await using server = await startServe('-w1', '--pool-size=1', `--balance=${balance}`);
    process.kill(server.workerPids[0] as number, 'SIGKILL');
    await waitUntil(() => server.messages.some(({ type }) => type === 'workerReplaced'), 2_000);
    const answers = await Promise.all([1, 2, 3].map(() => get(server.port, '/healthz')));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
  });
}
