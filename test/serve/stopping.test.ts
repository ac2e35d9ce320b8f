import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '../support/processes.ts';
import { disposable, get, startServe } from './fixtures/server.ts';

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} lets requests in flight finish, closes idle connections, and ends with 0`, async () => {
    await using server = await startServe('--workers=2', '--pool-size=2', '--hold=800ms');
    using agent = disposable(new Agent({ keepAlive: true }));
    // One idle connection a worker after a request, and one that never sends any.
    await Promise.all([get(server.port, '/healthz', agent), get(server.port, '/healthz', agent)]);
    const silent = createConnection({ host: '127.0.0.1', port: server.port });
    await once(silent, 'connect');
    const inFlight = ['/sync', '/async', '/sync', '/async'].map((path) => get(server.port, path, agent));
    await delay(300);
    server.master.kill(signal);
    for (const { status, headers } of await Promise.all(inFlight)) {
      assert.deepEqual([status, headers.connection], [200, 'close']);
    }
    assert.equal(await server.exited(), 0);
    await assert.rejects(get(server.port, '/healthz'), /ECONNREFUSED/);
    assert.deepEqual(server.running(), []);
    silent.destroy();
  });
}

test('an idle server ends soon after SIGTERM', async () => {
  await using server = await startServe('--pool-size=2');
  const begin = performance.now();
  server.master.kill('SIGTERM');
  assert.equal(await server.exited(), 0);
  assert.ok(performance.now() - begin < 1_500);
});

test('the end of the grace period cuts off what is still in flight, as does a second signal', async () => {
  for (const { grace, signals } of [
    { grace: '300ms', signals: 1 },
    { grace: '30s', signals: 2 },
  ]) {
    await using server = await startServe('--pool-size=1', '--hold=20s', `--graceful-timeout=${grace}`);
    const cutOff = assert.rejects(get(server.port, '/blocking'), /ECONNRESET|hang up/);
    await delay(200);
    const begin = performance.now();
    for (let sent = 0; sent < signals; sent += 1) {
      server.master.kill('SIGTERM');
      await delay(100);
    }
    assert.equal(await server.exited(), 1);
    assert.ok(performance.now() - begin < 2_000);
    await cutOff;
    assert.deepEqual(server.running(), []);
  }
});

test('a handler whose client has hung up may finish too', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'loadstone-app-'));
  const done = join(directory, 'done');
  const app = join(directory, 'app.mjs');
  await writeFile(
    app,
    `import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
export const order = async () => {
  writeFileSync(${JSON.stringify(done)}, 'begun');
  await delay(1_500);
  writeFileSync(${JSON.stringify(done)}, 'finished');
};
export const routes = { 'POST /order': order };
`,
  );
  {
    await using server = await startServe(app, '--pool-size=1');
    const client = createConnection({ host: '127.0.0.1', port: server.port });
    client.write('POST /order HTTP/1.1\r\nHost: loadstone\r\nContent-Length: 0\r\n\r\n');
    assert.notEqual(await waitUntil(() => existsSync(done), 5_000), undefined);
    client.destroy();
    server.master.kill('SIGTERM');
    assert.equal(await server.exited(), 0);
    assert.equal(await readFile(done, 'utf8'), 'finished');
  }
  await rm(directory, { recursive: true });
});

test('without grace the first signal ends the server at once', async () => {
  await using server = await startServe('--pool-size=1', '--hold=20s', '--graceful-timeout=0');
  const cutOff = assert.rejects(get(server.port, '/async'), /ECONNRESET|hang up/);
  await delay(200);
  server.master.kill('SIGTERM');
  assert.equal(await server.exited(), 1);
  assert.match(server.stderr(), /SIGTERM: ends at once/);
  await cutOff;
});

test('with --keep-alive 0 a connection ends with its response', async () => {
  await using server = await startServe('--pool-size=1', '--hold=10ms', '--keep-alive=0');
  using agent = disposable(new Agent({ keepAlive: true }));
  for (const path of ['/healthz', '/sync', '/no-such-route']) {
    const { headers } = await get(server.port, path, agent);
    assert.equal(headers.connection, 'close', path);
  }
});

test('a server whose parent is gone ends at once, without grace', async () => {
  await using server = await startServe('--workers=2', '--pool-size=2', '--hold=20s');
  const cutOff = assert.rejects(get(server.port, '/sync'), /ECONNRESET|hang up/);
  await delay(200);
  server.master.disconnect();
  assert.notEqual(await waitUntil(() => server.running().length === 0, 2_000), undefined);
  await cutOff;
});
