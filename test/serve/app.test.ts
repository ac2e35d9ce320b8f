import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointsOf, kindOf } from '../../src/serve/app.ts';

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

test('a module that is no app is told what it lacks', () => {
  for (const [module, message] of [
    [{}, /exports no routes/],
    [{ routes: {} }, /exports no routes/],
    [{ routes: { '/hello': 'hello' } }, /\/hello has no function/],
    [{ routes: { hello: () => 'hello' } }, /"hello" is no route/],
    [{ routes: { 'get /hello': () => 'hello' } }, /"get \/hello" is no route/],
  ] as const) {
    assert.throws(() => endpointsOf(module), message);
  }
});

test('a route is a path, or a method and a path', () => {
  const greet = (): string => 'hello';
  const endpoints = endpointsOf({ routes: { '/hello': greet, 'POST /hello/:name': greet } });
  assert.deepEqual(
    endpoints.map(({ method, path }) => [method, path]),
    [
      ['GET', '/hello'],
      ['POST', '/hello/:name'],
    ],
  );
});

test('a handler is given its request unless it cannot look at it', () => {
  const free = (...given: unknown[]): unknown[] => given;
  const takes = (handler: (...all: never[]) => unknown): boolean | undefined =>
    endpointsOf({ routes: { '/': handler } })[0]?.takesRequest;
  assert.equal(
    takes(() => 1),
    false,
  );
  assert.equal(
    takes(async () => 1),
    false,
  );
  assert.equal(
    takes(function named() {
      return 1;
    }),
    false,
  );
  assert.equal(
    takes((request: unknown) => request),
    true,
  );
  assert.equal(
    takes((...all: unknown[]) => all),
    true,
  );
  assert.equal(
    takes((request: unknown = 1) => request),
    true,
  );
  assert.equal(takes(free.bind(null)), true);
  assert.equal(
    takes(function () {
      return arguments.length;
    }),
    true,
  );
});
