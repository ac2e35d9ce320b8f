import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '../support/processes.ts';
import type { Witness } from './fixtures/witness-app.ts';
import { get, startApp, startServe, untilLogged } from './fixtures/server.ts';

test('a worker that is killed is replaced within 2 s, told to the parent, and logged', async () => {
  await using server = await startApp({ workers: 2 });
  const [killed, survivor] = server.workerPids as [number, number];
  process.kill(killed, 'SIGKILL');
  const replaced = await waitUntil(() => /worker \d \(pid \d+\) is ready/.test(server.stderr()), 2_000);
  assert.notEqual(replaced, undefined, 'not replaced within 2 s');
  assert.deepEqual(
    server.messages.filter(({ type }) => type === 'workerReplaced'),
    [{ type: 'workerReplaced', pid: killed, reason: 'was killed by SIGKILL' }],
  );
  await untilLogged(server, new RegExp(`worker 1 \\(pid ${killed}\\) is replaced: it was killed by SIGKILL`));
  const answers = await Promise.all([1, 2, 3, 4].map(() => get(server.port, '/who')));
  const pids = new Set(answers.map(({ text }) => (JSON.parse(text) as Witness).pid));
  assert.equal(pids.size, 2);
  assert.ok(pids.has(survivor) && !pids.has(killed));
});

test('while a worker is being replaced the others answer everything', async () => {
  await using server = await startApp({ workers: 2 });
  process.kill(server.workerPids[0] as number, 'SIGKILL');
  await waitUntil(() => server.messages.some(({ type }) => type === 'workerReplaced'), 2_000);
  const answers = await Promise.all(Array.from({ length: 10 }, () => get(server.port, '/who')));
  assert.ok(answers.every(({ status }) => status === 200));
});

test('a master killed with -9 leaves nothing within 5 s, even when every worker is asleep', async () => {
  await using server = await startServe('--workers=2', '--pool-size=2', '--hold=20s');
  const requests = ['/blocking', '/blocking', '/sync', '/async'].map((path) => get(server.port, path));
  const lost = Promise.all(requests.map((request) => assert.rejects(request)));
  await delay(300);
  assert.ok(server.running().length >= 4, 'master, guard and two workers');
  server.master.kill('SIGKILL');
  const took = await waitUntil(() => server.running().length === 0, 5_000);
  assert.notEqual(took, undefined, `left behind: ${server.running().join(', ')}`);
  await lost;
});
