import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  disposable,
  get,
  startApp,
  startServe,
  untilLogged,
  type ServerUnderTest,
} from './fixtures/server.ts';

const APP = 'every-answer-app.ts';
const CLASSES = ['pool', 'gthread', 'sync', 'loop'] as const;

function url({ port }: ServerUnderTest, path: string): string {
  return `http://127.0.0.1:${port}${path}`;
}

for (const workerClass of CLASSES) {
  test(`class ${workerClass}: a handler gets params, query, headers and body`, async () => {
    await using server = await startApp({ workerClass, threads: 2 }, APP);
    for (const kind of ['sync', 'async']) {
      const path = `/${kind}/what/b%C3%BCcher/2`;
      const response = await fetch(url(server, `${path}?q=1&q=%C3%A4&r=`), {
        method: 'POST',
        headers: { 'x-test': 'yes' },
        body: 'händler',
      });
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), {
        method: 'POST',
        path,
        params: { one: 'bücher', two: '2' },
        query: { q: ['1', 'ä'], r: '' },
        header: 'yes',
        body: 'händler',
      });
    }
  });

  test(`class ${workerClass}: a handler answers with JSON, text, bytes or a Response`, async () => {
    await using server = await startApp({ workerClass, threads: 2 }, APP);
    for (const kind of ['sync', 'async']) {
      for (const [what, status, type, body] of [
        ['json', 200, 'application/json; charset=utf-8', '{"a":1}'],
        ['number', 200, 'application/json; charset=utf-8', '7'],
        ['nothing', 200, 'application/json; charset=utf-8', 'null'],
        ['text', 200, 'text/plain; charset=utf-8', 'grüß dich'],
        ['promise', 200, 'text/plain; charset=utf-8', 'promised'],
        ['response', 418, 'text/plain;charset=UTF-8', 'teapot'],
        ['empty', 204, null, ''],
        [
          'circular',
          500,
          'application/json; charset=utf-8',
          '{"status":"error","error":"Internal Server Error"}',
        ],
        [
          'bigint',
          500,
          'application/json; charset=utf-8',
          '{"status":"error","error":"Internal Server Error"}',
        ],
        ['client', 422, 'application/json; charset=utf-8', '{"status":"error","error":"you did this"}'],
      ] as const) {
        const response = await fetch(url(server, `/${kind}/${what}`));
        assert.deepEqual(
          [response.status, response.headers.get('content-type'), await response.text()],
          [status, type, body],
          `${kind} ${what}`,
        );
      }
      for (const [what, expected] of [
        ['bytes', [0, 255, 1]],
        ['buffer', [1, 2]],
      ] as const) {
        const response = await fetch(url(server, `/${kind}/${what}`));
        assert.equal(response.headers.get('content-type'), 'application/octet-stream');
        assert.deepEqual([...new Uint8Array(await response.arrayBuffer())], expected);
      }
      const large = await (await fetch(url(server, `/${kind}/large`))).text();
      assert.equal(large.length, 9_000_000);
    }
    await untilLogged(server, /GET \/sync\/circular failed: TypeError: Converting circular structure/);
  });
}

test('a body that is no JSON is answered with 400, one that is too large with 413', async () => {
  await using server = await startApp({}, APP);
  const post = (body: string | Uint8Array<ArrayBuffer>) =>
    fetch(url(server, '/json'), { method: 'POST', body }).then(async (response) => [
      response.status,
      await response.text(),
    ]);
  assert.deepEqual(await post('{"a":[1]}'), [200, '{"a":[1]}']);
  const [status, text] = await post('{"a":');
  assert.equal(status, 400);
  assert.match(String(text), /the body is not JSON/);
  const megabyte = JSON.stringify('x'.repeat(2 ** 20 - 2));
  assert.deepEqual((await post(megabyte))[0], 200);
  assert.deepEqual((await post(`${megabyte} `))[0], 413);
  // What caused all this has not cost a thread or the log a line.
  assert.equal(server.stderr(), '');
});

test('HEAD is answered as GET would be, without the body', async () => {
  await using server = await startApp({}, APP);
  const response = await fetch(url(server, '/sync/text'), { method: 'HEAD' });
  assert.deepEqual([response.status, await response.text()], [200, '']);
  assert.equal(response.headers.get('content-length'), String(Buffer.byteLength('grüß dich')));
});

test('a path that cannot be decoded is a 400, a method without a route a 404', async () => {
  await using server = await startApp({}, APP);
  assert.equal((await fetch(url(server, '/sync/%zz'))).status, 400);
  assert.equal((await fetch(url(server, '/sync/text'), { method: 'DELETE' })).status, 404);
});

test('beyond --limit-in-flight a request is refused at once, and told when to come again', async () => {
  await using server = await startServe('--hold=400ms', '--pool-size=1', '--limit-in-flight=3');
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const response = await fetch(url(server, '/sync'));
      await response.text();
      return [response.status, response.headers.get('retry-after')];
    }),
  );
  assert.equal(answers.filter(([status]) => status === 200).length, 3);
  assert.equal(answers.filter(([status, after]) => status === 503 && after === '1').length, 5);
  assert.equal((await fetch(url(server, '/sync'))).status, 200);
});

test('Server-Timing says how long a request queued and how long it was served', async () => {
  await using server = await startServe('--hold=200ms', '--pool-size=1', '--server-timing');
  const timings = await Promise.all(
    [1, 2].map(async () => {
      const text = (await fetch(url(server, '/sync'))).headers.get('server-timing') ?? '';
      const [, queue, service] = /^queue;dur=([\d.]+), service;dur=([\d.]+)$/.exec(text) ?? [];
      return { queue: Number(queue), service: Number(service) };
    }),
  );
  const [first, second] = timings.toSorted((one, other) => one.queue - other.queue);
  for (const timing of timings)
    assert.ok(timing.service >= 199.9 && timing.service < 300, `${timing.service}`);
  assert.ok(first !== undefined && first.queue < 150);
  assert.ok(second !== undefined && second.queue >= 150 && second.queue < 400);
});

test('the example app does what its comments say', async () => {
  const app = fileURLToPath(new URL('../../examples/orders/app.ts', import.meta.url));
  await using server = await startApp({ workers: 2 }, app);
  const fetched = async (path: string, init?: RequestInit) => {
    const response = await fetch(url(server, path), init);
    return [response.status, await response.text()];
  };
  assert.deepEqual(await fetched('/items/hammer'), [200, '{"name":"hammer","price":1200}']);
  assert.deepEqual(await fetched('/items/anvil'), [404, '{"error":"no such item"}']);
  assert.deepEqual(await fetched('/quote?ms=5'), [200, '{"waitedMs":5}']);
  assert.deepEqual(await fetched('/', { headers: { 'user-agent': 'test' } }), [200, 'Hello, test\n']);
  assert.deepEqual(await fetched('/echo', { method: 'PUT', body: 'as it is' }), [200, 'as it is']);
  const ordered = await fetch(url(server, '/orders'), { method: 'POST', body: '{"item":"nail","count":9}' });
  assert.deepEqual([ordered.status, ordered.headers.get('location')], [201, '/items/nail']);
  assert.equal((await fetched('/orders', { method: 'POST', body: 'nine nails' }))[0], 400);
});

test('a request that a blocked loop has not read yet keeps its connection, though its keep-alive time is over', async () => {
  await using server = await startServe('-k', 'loop', '--hold=700ms', '--keep-alive=100ms');
  // The agent keeps one connection: with three of them taking turns, each waits longer than any keep-alive here.
  const clients = await Promise.all(
    [1, 2, 3].map(async () => {
      using agent = disposable(new Agent({ keepAlive: true, maxSockets: 1 }));
      const statuses: number[] = [];
      for (let request = 0; request < 3; request += 1)
        statuses.push((await get(server.port, '/sync', agent)).status);
      return statuses;
    }),
  );
  assert.deepEqual(clients.flat(), Array(9).fill(200));
});
