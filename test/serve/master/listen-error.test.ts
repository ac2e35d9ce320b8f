import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listenError } from '../../../src/serve/master/listen-error.ts';

test('what keeps a server from listening is told in one line', () => {
  const port = { host: '::1', port: 80 };
  const socket = { path: '/run/x.sock' };
  for (const [bind, code, pattern] of [
    [port, 'EADDRINUSE', /^--bind \[::1\]:80: the port is in use\. Stop the process/],
    [port, 'EACCES', /^--bind \[::1\]:80: this user may not use the port\./],
    [port, 'EADDRNOTAVAIL', /this machine has no such address/],
    [port, 'ENOTFOUND', /this machine has no such address/],
    [port, 'EMFILE', /cannot listen: too many/],
    [socket, 'EADDRINUSE', /^--bind unix:\/run\/x\.sock: another server answers on this socket\./],
    [socket, 'EACCES', /this user may not make a socket there/],
    [socket, 'ENOENT', /there is no such directory/],
    [socket, 'EMFILE', /cannot listen: too many/],
  ] as const) {
    const error = listenError(Object.assign(new Error('too many'), { code }), bind);
    assert.match(error.line, pattern);
    assert.equal(error.exitCode, 2);
  }
});
