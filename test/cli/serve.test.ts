import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { endOf } from '../serve/fixtures/server.ts';

test('bad input is told in one line and ends with 2', async () => {
  for (const [flag, line] of [
    ['--hold=10x', '--hold: "10x" is not a hold; write a duration such as 250ms, or exp:MEAN'],
    ['--graceful-timeout=-1', '--graceful-timeout: "-1" is not a duration. Write a number of seconds'],
    ['--timeout=soon', '--timeout: "soon" is not a duration. Write a number of seconds, or one with a unit'],
    ['--keep-alive=never', '--keep-alive: "never" is not a duration. Write a number of seconds'],
    ['--max-requests=0', '--max-requests: "0" is not a whole number from 1 on'],
    ['--max-requests-jitter=-1', '--max-requests-jitter: "-1" is not a whole number from 0 on'],
    [
      '--max-requests-jitter=5',
      '--max-requests-jitter: there is nothing to add it to. Say with --max-requests',
    ],
    ['--limit-in-flight=0', '--limit-in-flight: "0" is not a whole number from 1 on'],
    ['--backlog=0', '--backlog: "0" is not a whole number from 1 on'],
    ['--backlog=99999999999', '--backlog: "99999999999" is above 65535. The kernel has a limit of its own'],
    ['--hold-seed=-1', '--hold-seed: "-1" is not a seed. Write a whole number from 0 to 4294967295.'],
    ['--hold-seed=99999999999', '--hold-seed: "99999999999" is not a seed. Write a whole number from 0 to'],
    ['--balance=fair', '--balance: "fair" is no way to balance; known: round-robin, reuseport, shared'],
    ['--bind=unix:/no/such/app.sock', '--bind unix:/no/such/app.sock: there is no such directory'],
    ['no-such-app.ts', 'no-such-app.ts: there is no file /'],
    ['--workers=0', '--workers: "0" is not a whole number from 1 on'],
    ['--pool-size=1.5', '--pool-size: "1.5" is not a whole number from 1 on'],
    ['--pool-size=70000', '--pool-size: a worker has at most 4096 threads'],
    ['--threads=4097', '--threads: a worker has at most 4096 threads'],
    ['--threads=many', '--threads: "many" is not a whole number from 1 on'],
    ['--worker-class=fork', '--worker-class: "fork" is not a worker class; known: pool, gthread, sync, loop'],
    ['--bind=8000', '--bind: "8000" is not an address to listen on. Write host:port'],
    ['--bind=192.0.2.1:0', '--bind 192.0.2.1:0: this machine has no such address'],
  ] as const) {
    const { code, stderr } = await endOf('serve.ts', ['serve', flag]);
    assert.equal(code, 2, flag);
    assert.ok(stderr.startsWith(line), stderr);
    assert.equal(stderr.trimEnd().split('\n').length, 1);
  }
});

test('a port in use is told in one line and ends with 2, before any worker is started', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const begin = performance.now();
  const { code, stderr } = await endOf('serve.ts', ['serve', '-w4', '-b', `127.0.0.1:${port}`]);
  other.close();
  assert.equal(code, 2);
  assert.match(stderr, new RegExp(`^--bind 127\\.0\\.0\\.1:${port}: the port is in use\\. [^\n]*\n$`));
  assert.ok(performance.now() - begin < 3_000);
});
