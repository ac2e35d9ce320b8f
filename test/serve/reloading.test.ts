import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '../support/processes.ts';
import { startClients } from './fixtures/clients.ts';
import { get, startServe, untilLogged, type ServerUnderTest } from './fixtures/server.ts';

const BALANCES = ['round-robin', 'shared', 'reuseport'] as const;

const runs = (server: ServerUnderTest, pid: number): boolean => server.running().includes(pid);

for (const balance of BALANCES) {
  test(`${balance}: SIGHUP replaces every worker and no request fails`, async () => {
    await using server = await startServe('-w2', '--pool-size=2', '--hold=50ms', `--balance=${balance}`);
    await using waiting = startClients(30, server.port, '/async');
    await using blocking = startClients(4, server.port, '/sync');
    await using fleeting = startClients(2, server.port, '/healthz', false);
    const clients = [waiting, blocking, fleeting];
    await delay(300);
    server.master.kill('SIGHUP');
    await untilLogged(server, /reloaded: every worker is new/);
    const gone = await waitUntil(() => !server.workerPids.some((pid) => runs(server, pid)), 5_000);
    assert.notEqual(gone, undefined, 'the old workers have ended');
    await delay(200);
    const failures = (await Promise.all(clients.map((some) => some.stop()))).flat();
    assert.deepEqual(failures, []);
    assert.ok(clients.every((some) => some.answered() > 10));
    assert.equal(server.messages.filter(({ type }) => type === 'workerReplaced').length, 0);
  });

  test(`${balance}: SIGTTIN adds a worker and SIGTTOU takes it away, and no request fails`, async () => {
    await using server = await startServe('-w1', '--pool-size=2', '--hold=50ms', `--balance=${balance}`);
    await using clients = startClients(30, server.port, '/async');
    server.master.kill('SIGTTIN');
    await untilLogged(server, /worker 2 \(pid \d+\) is ready/);
    const added = Number(/worker 2 \(pid (\d+)\) is ready/.exec(server.stderr())?.[1]);
    // Clients that come now are shared out between both.
    await using more = startClients(30, server.port, '/async');
    await delay(300);
    server.master.kill('SIGTTOU');
    await untilLogged(server, /SIGTTOU: 1 worker from here on/);
    assert.notEqual(await waitUntil(() => !runs(server, added), 5_000), undefined, 'the worker has ended');
    server.master.kill('SIGTTOU');
    await untilLogged(server, /SIGTTOU: ignored, for the last worker stays/);
    assert.deepEqual([...(await clients.stop()), ...(await more.stop())], []);
    assert.equal((await get(server.port, '/healthz')).status, 200);
  });

  test(`${balance}: a worker that has answered --max-requests is replaced, and no request fails`, async () => {
    await using server = await startServe(
      '-w2',
      '--pool-size=1',
      '--hold=20ms',
      '--max-requests=100',
      '--max-requests-jitter=50',
      `--balance=${balance}`,
    );
    await using clients = startClients(10, server.port, '/async');
    const ended = await waitUntil(() => !server.workerPids.some((pid) => runs(server, pid)), 15_000);
    assert.notEqual(ended, undefined, server.stderr());
    assert.deepEqual(await clients.stop(), []);
    await untilLogged(server, /has answered its share of requests and is replaced/);
  });
}

test('an idle connection outlives its worker until its next response, which says that it closes', async () => {
  await using server = await startServe('-w1', '--pool-size=1', '--hold=10ms', '--keep-alive=20s');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await get(server.port, '/healthz', agent);
  server.master.kill('SIGHUP');
  await untilLogged(server, /reloaded/);
  await delay(500);
  const { status, headers } = await get(server.port, '/healthz', agent);
  assert.deepEqual([status, headers.connection], [200, 'close']);
  agent.destroy();
});

const SHORT_GRACE = ['-w1', '--pool-size=1', '--graceful-timeout=500ms', '--keep-alive=60s', '--hold=20s'];

test('a worker told to finish that does not is killed after the grace period', async () => {
  await using server = await startServe(...SHORT_GRACE);
  const cutOff = assert.rejects(get(server.port, '/async'), /ECONNRESET|hang up/);
  await get(server.port, '/healthz');
  server.master.kill('SIGHUP');
  await untilLogged(server, /worker 1 \(pid \d+\) had not finished after 500ms; killed/);
  await cutOff;
  assert.equal((await get(server.port, '/healthz')).status, 200);
});

test('a worker left with idle connections after the grace period closes them and ends by itself', async () => {
  await using server = await startServe(...SHORT_GRACE);
  const silent = createConnection({ host: '127.0.0.1', port: server.port });
  await once(silent, 'connect');
  const closed = once(silent, 'close');
  const agent = new Agent({ keepAlive: true });
  await get(server.port, '/healthz', agent);
  server.master.kill('SIGHUP');
  await closed;
  const gone = await waitUntil(() => !server.workerPids.some((pid) => runs(server, pid)), 5_000);
  assert.notEqual(gone, undefined, 'the old worker has ended');
  assert.doesNotMatch(server.stderr(), /had not finished/);
  agent.destroy();
});

test('a worker that dies while its successor starts is replaced when a second reload ends that one', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'loadstone-app-'));
  const file = join(directory, 'app.mjs');
  const app = (start: string) =>
    writeFile(file, `${start}\nexport const ok = async () => 'ok';\nexport const routes = { '/ok': ok };\n`);
  await app('');
  {
    await using server = await startServe(file, '-w1', '--pool-size=1');
    const [first = 0] = server.workerPids;
    // Its successor never gets ready.
    await app('await new Promise(() => setInterval(() => {}, 1_000));');
    server.master.kill('SIGHUP');
    await untilLogged(server, /SIGHUP: workers are replaced/);
    process.kill(first, 'SIGKILL');
    await untilLogged(server, /worker 1 \(pid \d+\) is replaced: it was killed by SIGKILL/);
    await app('');
    server.master.kill('SIGHUP');
    await untilLogged(server, /worker 1 \(pid \d+\) is ready/);
    assert.equal((await get(server.port, '/ok')).status, 200);
  }
  await rm(directory, { recursive: true });
});

test('new workers load the app afresh; one that cannot start leaves the old ones in place', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'loadstone-app-'));
  const file = join(directory, 'app.mjs');
  const version = (name: string) =>
    writeFile(
      file,
      `export const version = async () => '${name}';\nexport const routes = { '/healthz': version };\n`,
    );
  await version('first');
  {
    await using server = await startServe(file, '-w2', '--pool-size=1');
    assert.match(server.stdout(), /\(2 workers × 1 pool thread, app\.mjs\)/);
    const answers = async () =>
      Promise.all([1, 2].map(async () => (await get(server.port, '/healthz')).text));
    await version('second');
    assert.deepEqual(await answers(), ['first', 'first']);
    server.master.kill('SIGHUP');
    await untilLogged(server, /reloaded/);
    assert.deepEqual(await answers(), ['second', 'second']);
    await writeFile(file, "throw new Error('a typo');\n");
    server.master.kill('SIGHUP');
    await untilLogged(server, /worker 1 \(pid \d+\) could not start: it exited with code 1: a typo/);
    assert.deepEqual(await answers(), ['second', 'second']);
    await version('third');
    server.master.kill('SIGHUP');
    await untilLogged(server, /reloaded[^]*reloaded/);
    assert.deepEqual(await answers(), ['third', 'third']);
  }
  await rm(directory, { recursive: true });
});
