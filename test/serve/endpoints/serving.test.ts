import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, startServe } from '../fixtures/server.ts';

for (const workerClass of ['pool', 'gthread', 'sync', 'loop']) {
  test(`every endpoint answers under the worker class ${workerClass}, and a request may say its hold`, async () => {
    await using server = await startServe(
      `--worker-class=${workerClass}`,
      '--threads=2',
      '--pool-size=2',
      '--hold=exp:1ms',
    );
    for (const path of ['sync', 'async', 'blocking', 'cpu', 'cpu-async', 'io', 'db', 'mixed', 'healthz']) {
      const { status, text } = await get(server.port, `/${path}`);
      assert.deepEqual([path, status, (JSON.parse(text) as { status: string }).status], [path, 200, 'ok']);
    }
    const begun = performance.now();
    for (const path of ['sync', 'async']) {
      assert.equal((await get(server.port, `/${path}?hold=100ms`)).status, 200);
      const { status, text } = await get(server.port, `/${path}?hold=soon`);
      assert.equal(status, 400);
      assert.match(text, /\?hold=soon is not a hold/);
    }
    assert.ok(performance.now() - begun >= 200);
  });
}
