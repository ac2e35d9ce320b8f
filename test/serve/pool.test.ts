import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { test } from 'node:test';
import type { Witness } from './fixtures/witness-app.ts';
import { get, startApp, startServe } from './fixtures/server.ts';

/** Requests in one piece on one connection: the server takes them up in exactly this order. */
async function pipelined(port: number, path: string, count: number): Promise<Witness[]> {
  const socket = createConnection({ host: '127.0.0.1', port });
  socket.write(`GET ${path} HTTP/1.1\r\nhost: test\r\n\r\n`.repeat(count));
  let text = '';
  const bodies = () => text.match(/\{[^}]*\}/g) ?? [];
  while (bodies().length < count) text += String((await once(socket, 'data'))[0]);
  socket.destroy();
  return bodies().map((body) => JSON.parse(body) as Witness);
}

const started = ({ startedNs }: Witness): number => Number(startedNs);

test('sync handlers run 40 at once in 40 threads, the others follow in the order they came', async () => {
  await using server = await startApp({ poolSize: 40, hold: 400 });
  const witnesses = await pipelined(server.port, '/nap', 100);
  const batches = [witnesses.slice(0, 40), witnesses.slice(40, 80), witnesses.slice(80)];
  for (const [index, batch] of batches.entries()) {
    assert.equal(new Set(batch.map(({ threadId }) => threadId)).size, batch.length);
    const before = batches[index - 1];
    if (before === undefined) continue;
    assert.ok(Math.min(...batch.map(started)) > Math.max(...before.map(started)), `batch ${index} overtook`);
  }
  assert.equal(new Set(witnesses.map(({ threadId }) => threadId)).size, 40);
  const most = Math.max(
    ...witnesses.map(
      (one) =>
        witnesses.filter(
          (other) =>
            BigInt(other.startedNs) <= BigInt(one.startedNs) && BigInt(other.endedNs) > BigInt(one.startedNs),
        ).length,
    ),
  );
  assert.equal(most, 40);
  for (const { startedNs, endedNs } of witnesses) {
    assert.ok(BigInt(endedNs) - BigInt(startedNs) >= 400_000_000n, 'a hold ended early');
  }
});

test('with one pool thread the order is that of arrival to the last request', async () => {
  await using server = await startApp({ poolSize: 1, hold: 5 });
  const times = (await pipelined(server.port, '/nap', 60)).map(started);
  assert.deepEqual(
    times.toSorted((a, b) => a - b),
    times,
  );
});

test('a full pool does not keep async handlers waiting', async () => {
  await using server = await startApp({ poolSize: 1, hold: 1_000 });
  const naps = Promise.all([get(server.port, '/nap'), get(server.port, '/nap')]);
  const begin = performance.now();
  assert.equal((await get(server.port, '/who')).status, 200);
  assert.ok(performance.now() - begin < 900);
  await naps;
});

test('the shipped endpoints all answer with the same small body', async () => {
  await using server = await startServe('--pool-size=2', '--hold=50ms');
  for (const [path, atLeastMs] of [
    ['/sync', 50],
    ['/async', 50],
    ['/blocking', 50],
    ['/healthz', 0],
  ] as const) {
    const begin = performance.now();
    const { status, text } = await get(server.port, path);
    assert.ok(performance.now() - begin >= atLeastMs, path);
    assert.deepEqual([status, text], [200, '{"status":"ok"}']);
  }
});

test('an async handler that blocks keeps its whole worker from answering', async () => {
  await using server = await startServe('--pool-size=1', '--hold=600ms');
  const begin = performance.now();
  const blocking = get(server.port, '/blocking');
  await get(server.port, '/healthz');
  await blocking;
  assert.ok(performance.now() - begin >= 600);
  const both = performance.now();
  await Promise.all([get(server.port, '/blocking'), get(server.port, '/blocking')]);
  assert.ok(performance.now() - both >= 1_200);
});
