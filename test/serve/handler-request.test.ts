import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadRequest, HandlerRequest } from '../../src/serve/handler-request.ts';

function requestOf(url: string, rawHeaders: readonly string[] = [], body = ''): HandlerRequest {
  return new HandlerRequest({ method: 'GET', url, params: {}, rawHeaders, body: Buffer.from(body) });
}

test('path and query are parted and decoded', () => {
  const request = requestOf('/a/b?x=1&y=%C3%A4&x=2&z');
  assert.equal(request.path, '/a/b');
  assert.deepEqual({ ...request.query }, { x: ['1', '2'], y: 'ä', z: '' });
  assert.deepEqual({ ...requestOf('/').query }, {});
});

test('headers that are sent several times are joined as their names require', () => {
  const raw = [
    'Accept',
    'a',
    'COOKIE',
    'a=1',
    'accept',
    'b',
    'cookie',
    'b=2',
    'Set-Cookie',
    'c',
    'set-cookie',
    'd',
  ];
  const { headers } = requestOf('/', [...raw, 'constructor', 'x']);
  assert.deepEqual(
    { ...headers },
    { accept: 'a, b', cookie: 'a=1; b=2', 'set-cookie': ['c', 'd'], constructor: 'x' },
  );
});

test("a body is read as text or as JSON, and one that is no JSON is the client's error", () => {
  assert.equal(requestOf('/', [], 'grüß').text(), 'grüß');
  assert.deepEqual(requestOf('/', [], '{"a":1}').json(), { a: 1 });
  assert.throws(() => requestOf('/', [], 'x').json(), BadRequest);
});
