import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointsOf, type Endpoint } from '../../../src/serve/app.ts';
import * as app from '../../../src/serve/endpoints/app.ts';
import { BadRequest } from '../../../src/serve/handler-request.ts';
import { requestOf } from './request-of.ts';

const endpoints = new Map(endpointsOf(app).map((one) => [one.path, one]));

function endpoint(path: string): Endpoint {
  const found = endpoints.get(path);
  assert.ok(found, path);
  return found;
}

async function answer(path: string, query = ''): Promise<unknown> {
  return endpoint(path).handler(requestOf(`${path}${query}`));
}

test('the shipped endpoints are sync where they block and async where they should not', () => {
  assert.deepEqual(Object.fromEntries([...endpoints.values()].map(({ path, kind }) => [path, kind])), {
    '/sync': 'sync',
    '/async': 'async',
    '/blocking': 'async',
    '/cpu': 'sync',
    '/cpu-async': 'async',
    '/io': 'async',
    '/db': 'sync',
    '/mixed': 'sync',
    '/healthz': 'async',
  });
});

for (const path of ['/sync', '/async', '/blocking', '/cpu', '/cpu-async', '/mixed']) {
  test(`${path} holds a request as long as it asks, and refuses what is no hold`, async () => {
    const begun = performance.now();
    assert.deepEqual(await answer(path, '?hold=20ms'), { status: 'ok' });
    // Processor time and the clock on the wall are counted apart, and the first in ticks on some kernels.
    assert.ok(performance.now() - begun >= 15);
    await assert.rejects(async () => answer(path, '?hold=soon'), BadRequest);
  });
}

test('an async handler leaves the event loop free while it waits, and one that blocks does not', async () => {
  const freeTurns = async (path: string): Promise<number> => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await answer(path, '?hold=100ms');
    clearInterval(timer);
    return turns;
  };
  assert.ok((await freeTurns('/async')) >= 5);
  for (const path of ['/blocking', '/cpu-async']) assert.ok((await freeTurns(path)) <= 1, path);
});

test('/cpu computes, /sync waits, and /mixed does a fifth of the one and the rest of the other', async () => {
  const processorMs = async (path: string): Promise<number> => {
    const before = process.threadCpuUsage();
    await answer(path, '?hold=100ms');
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1e3;
  };
  assert.ok((await processorMs('/cpu')) >= 99.9);
  assert.ok((await processorMs('/sync')) < 10);
  const mixed = await processorMs('/mixed');
  assert.ok(mixed >= 19.9 && mixed < 40, `${mixed} ms`);
});

test('/io reads a real file, many reads at once', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => answer('/io')));
  assert.deepEqual(
    new Set(answers.map((one) => JSON.stringify(one))),
    new Set(['{"status":"ok","bytes":65536}']),
  );
});

interface Sum {
  readonly customer: number;
  readonly orders: number;
  readonly cents: number;
}

test('/db asks a real table: each customer has 50 orders, and all together every cent', async () => {
  const answers: Sum[] = [];
  for (let request = 0; request < 20; request += 1) answers.push((await answer('/db')) as Sum);
  assert.deepEqual(
    answers.map(({ customer, orders }) => [customer, orders]),
    Array.from({ length: 20 }, (_, customer) => [customer, 50]),
  );
  // 0 + 1 + … + 999
  assert.equal(
    answers.reduce((sum, { cents }) => sum + cents, 0),
    499_500,
  );
});

test('/healthz answers at once', async () => assert.deepEqual(await answer('/healthz'), { status: 'ok' }));
