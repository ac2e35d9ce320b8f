import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import type { Witness } from './fixtures/witness-app.ts';
import { appOptions, endOf, get, startApp, startServe, untilLogged } from './fixtures/server.ts';

test('ready is announced once, on stdout and to the parent, when all workers and pool threads are up', async () => {
  await using server = await startServe('--workers=2', '--pool-size=8', '--hold=700ms');
  const threads = server.workerPids.map((pid) => readdirSync(`/proc/${pid}/task`).length);
  assert.ok(
    threads.every((count) => count >= 9),
    `threads a worker: ${threads.join(', ')}`,
  );
  assert.equal(
    server.stdout(),
    `loadstone serve: ready on http://127.0.0.1:${server.port} (2 workers × 8 pool threads, hold 700ms)\n`,
  );
  assert.deepEqual(
    server.messages.filter(({ type }) => type === 'ready'),
    [{ type: 'ready', port: server.port, workerPids: server.workerPids }],
  );
});

test('each of the workers announced answers at once', async () => {
  await using server = await startApp({ workers: 3 });
  const answers = await Promise.all([1, 2, 3].map(() => get(server.port, '/who')));
  const pids = answers.map(({ text }) => (JSON.parse(text) as Witness).pid);
  assert.deepEqual(new Set(pids), new Set(server.workerPids));
});

test('threads have no effect in class pool, and the server says so once', async () => {
  await using server = await startServe('--workers=2', '--threads=4', '--pool-size=1');
  await untilLogged(server, /--threads 4 has no effect/);
  assert.equal(server.stderr().match(/--threads 4 has no effect/g)?.length, 1);
});

test('an app that cannot be loaded ends the server with its reason', async () => {
  const { code, stderr } = await endOf('run-app.ts', [appOptions({ workers: 2 }, 'throwing-app.ts')]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^serve: worker \d could not start: it exited with code 1: this app cannot be loaded\n$/,
  );
});
