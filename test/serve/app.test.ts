import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointsOf, kindOf } from '../../src/serve/app.ts';
import * as shipped from '../../src/serve/endpoints/app.ts';

test('only an async function counts as async', () => {
  assert.equal(
    kindOf(async () => 1),
    'async',
  );
  assert.equal(
    kindOf(() => 1),
    'sync',
  );
  assert.equal(
    kindOf(() => Promise.resolve(1)),
    'sync',
  );
});

test('the shipped app has one endpoint a route, each with the kind it stands for', () => {
  const kinds = endpointsOf(shipped).map(({ path, exportName, kind }) => [path, exportName, kind]);
  assert.deepEqual(kinds, [
    ['/sync', 'sync', 'sync'],
    ['/async', 'async', 'async'],
    ['/blocking', 'blocking', 'async'],
    ['/healthz', 'healthz', 'async'],
  ]);
});

test('a module that is no app is told what it lacks', () => {
  const hello = () => 'hello';
  for (const [module, message] of [
    [{}, /exports no routes/],
    [{ routes: {} }, /exports no routes/],
    [{ routes: { '/hello': 'hello' } }, /\/hello has no function/],
    [{ routes: { '/hello': hello } }, /\/hello is not exported by name/],
  ] as const) {
    assert.throws(() => endpointsOf(module), message);
  }
});
