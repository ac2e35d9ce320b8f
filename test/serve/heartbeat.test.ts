import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitUntil } from '../support/processes.ts';
import type { ReportMessage } from '../../src/serve/messages.ts';
import { get, startServe } from './fixtures/server.ts';

test('a worker whose event loop is blocked is killed and replaced after --timeout, and the log says why', async () => {
  await using server = await startServe('-w2', '--pool-size=1', '--hold=30s', '--timeout=2s');
  const begin = performance.now();
  await assert.rejects(get(server.port, '/blocking'), /ECONNRESET|hang up/);
  assert.ok(performance.now() - begin >= 1_900);
  const reason = 'did not answer for 2s: its event loop is blocked; killed';
  const back = await waitUntil(() => /worker \d \(pid \d+\) is ready/.test(server.stderr()), 5_000);
  assert.notEqual(back, undefined, server.stderr());
  assert.match(server.stderr(), new RegExp(`worker 1 \\(pid \\d+\\) is replaced: it ${reason}`));
  assert.deepEqual(
    server.messages.filter(({ type }) => type === 'workerReplaced'),
    [{ type: 'workerReplaced', pid: server.workerPids[0], reason }],
  );
  assert.equal((await get(server.port, '/healthz')).status, 200);
});

test('--timeout 0 lets a worker block as long as it likes, and a full pool is no block', async () => {
  for (const [path, ...flags] of [
    ['/blocking', '--timeout=0'],
    ['/sync', '--timeout=600ms'],
  ] as const) {
    await using server = await startServe('-w1', '--pool-size=1', '--hold=2s', ...flags);
    assert.equal((await get(server.port, path)).status, 200);
    assert.equal(server.messages.filter(({ type }) => type === 'workerReplaced').length, 0);
  }
});

test('the reports of the workers reach the process that started the server, each second and when asked', async () => {
  await using server = await startServe('-w2', '--pool-size=1', '--timeout=0');
  const reports = () =>
    server.messages.filter((message): message is ReportMessage => message.type === 'report');
  const places = () => new Set(reports().map(({ report }) => report.place));
  assert.notEqual(await waitUntil(() => places().size === 2, 5_000), undefined);
  assert.deepEqual(new Set(reports().map(({ report }) => report.pid)), new Set(server.workerPids));
  const before = reports().length;
  await get(server.port, '/healthz');
  server.master.send({ type: 'reportNow' });
  assert.notEqual(await waitUntil(() => reports().length >= before + 2, 900), undefined);
});
