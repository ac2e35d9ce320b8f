import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, startApp, untilLogged } from './fixtures/server.ts';

test('a handler that fails becomes a 500 with its reason in the log, and the worker lives on', async () => {
  await using server = await startApp();
  for (const path of ['/failing', '/failing-async', '/throwing-text', '/unsendable']) {
    const { status, text } = await get(server.port, path);
    assert.equal(status, 500);
    assert.equal(text, '{"status":"error","error":"Internal Server Error"}');
  }
  await untilLogged(server, /GET \/failing failed: Error: a sync handler that fails/);
  await untilLogged(server, /GET \/failing-async failed: Error: an async handler that fails/);
  await untilLogged(server, /GET \/throwing-text failed: text in place of an error/);
  await untilLogged(server, /GET \/unsendable failed: TypeError: the handler returned a function/);
  assert.doesNotMatch(server.stderr(), /a thread ended/);
  assert.equal(server.messages.length, 1);
});

test('a handler that ends its pool thread costs that thread, which is replaced', async () => {
  await using server = await startApp({ poolSize: 1 });
  assert.equal((await get(server.port, '/exiting')).status, 500);
  assert.equal((await get(server.port, '/nap')).status, 200);
  assert.equal(server.messages.length, 1);
});

test('what no route knows is a 404, and a handler without a value still answers', async () => {
  await using server = await startApp();
  assert.equal((await get(server.port, '/nowhere')).status, 404);
  assert.equal((await get(server.port, '/nothing')).status, 200);
});
