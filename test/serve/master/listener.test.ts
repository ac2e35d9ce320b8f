import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listen, listenError } from '../../../src/serve/master/listener.ts';

test('what keeps a server from listening is told in one line', () => {
  const bind = { host: '::1', port: 80 };
  for (const [code, pattern] of [
    ['EADDRINUSE', /^--bind \[::1\]:80: the port is in use\. Stop the process/],
    ['EACCES', /^--bind \[::1\]:80: this user may not use the port\./],
    ['EADDRNOTAVAIL', /this machine has no such address/],
    ['ENOTFOUND', /this machine has no such address/],
    ['EMFILE', /cannot listen: too many/],
  ] as const) {
    const error = listenError(Object.assign(new Error('too many'), { code }), bind);
    assert.match(error.line, pattern);
    assert.equal(error.exitCode, 2);
  }
});

test('port 0 takes a free port and says which', async () => {
  const listener = await listen({ host: '127.0.0.1', port: 0 }, (socket) => socket.destroy());
  assert.ok(listener.address.port > 0);
  await assert.rejects(
    listen(listener.address, (socket) => socket.destroy()),
    /in use/,
  );
  listener.close();
});
