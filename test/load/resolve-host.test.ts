import assert from 'node:assert/strict';
import { it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { resolveHost } from '../../src/load/resolve-host.ts';
import { startTcpServer } from '../support/tcp-server.ts';

for (const [url, host, port] of [
  ['http://127.0.0.1:8000/', '127.0.0.1', 8_000],
  ['http://10.1.2.3/x', '10.1.2.3', 80],
  ['http://[::1]:81/', '::1', 81],
  ['https://10.1.2.3/x', '10.1.2.3', 443],
  ['https://10.1.2.3:8443/x', '10.1.2.3', 8_443],
] as const)
  it(`takes the address of ${url} as it stands`, async () =>
    assert.deepEqual(await resolveHost(new URL(url)), { host, port }));

it('takes of the addresses of a name one where the server answers', async () => {
  await using server = await startTcpServer(() => {});
  const { host } = await resolveHost(new URL(`http://localhost:${server.port}/`));
  assert.equal(host, '127.0.0.1');
});

it('says in one line that a name does not resolve', async () => {
  await assert.rejects(resolveHost(new URL('http://nowhere.invalid/')), (error) => {
    assert.ok(error instanceof UserError);
    assert.match(error.line, /^nowhere\.invalid: the host's name does not resolve \(E\w+\)\. /);
    return true;
  });
});
