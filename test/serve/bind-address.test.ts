import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBindAddress, parseBindAddress, withPort } from '../../src/serve/bind-address.ts';

test('an address is read and printed the same', () => {
  for (const [text, host, port] of [
    ['127.0.0.1:8000', '127.0.0.1', 8000],
    ['0.0.0.0:0', '0.0.0.0', 0],
    ['localhost:65535', 'localhost', 65_535],
    ['[::1]:8000', '::1', 8000],
    ['[fe80::1%eth0]:80', 'fe80::1%eth0', 80],
  ] as const) {
    assert.deepEqual(parseBindAddress(text), { host, port });
    assert.equal(formatBindAddress({ host, port }), text);
  }
});

test('what is no host and port is refused', () => {
  for (const text of [
    '',
    '8000',
    ':8000',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:x',
    '::1:8000',
    'a:65536',
    'a b:1',
    'http://a:1',
  ]) {
    assert.equal(parseBindAddress(text), undefined, text);
  }
});

test('a path after unix: is a socket', () => {
  assert.deepEqual(parseBindAddress('unix:/run/app.sock'), { path: '/run/app.sock' });
  assert.equal(formatBindAddress({ path: '/run/app.sock' }), 'unix:/run/app.sock');
  assert.equal(parseBindAddress('unix:'), undefined);
});

test('the address that a server tells has the host as it was given and the port as it turned out', () => {
  const bound = { host: '127.0.0.1', port: 41_000 };
  assert.deepEqual(withPort({ host: 'localhost', port: 0 }, bound), { host: 'localhost', port: 41_000 });
  assert.deepEqual(withPort({ path: 'app.sock' }, bound), { path: 'app.sock' });
});
