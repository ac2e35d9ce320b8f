import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { link, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import * as net from 'node:net';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/errors.ts';
import type { Balance } from '../../../src/plan/server-settings.ts';
import type { BindAddress } from '../../../src/serve/bind-address.ts';
import type { Inlet } from '../../../src/serve/master/inlet.ts';
import { openInlet } from '../../../src/serve/master/open-inlet.ts';

/** What needs a socket that is bound and inherited is refused where this Node has none; see the last test. */
const balances: readonly Balance[] =
  'BoundSocket' in net ? ['round-robin', 'shared', 'reuseport'] : ['round-robin'];

const open = (bind: BindAddress, balance: Balance): Promise<Inlet> =>
  openInlet({ bind, balance, backlog: 100, recipients: () => [] });

async function refusal(bind: BindAddress, balance: Balance): Promise<string> {
  const error = await open(bind, balance).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof UserError, String(error));
  return error.line;
}

async function inDirectory(act: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'loadstone-inlet-'));
  try {
    await act(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

for (const balance of balances) {
  test(`${balance}: port 0 takes a free port and says which, with the host as it was given`, async () => {
    const inlet = await open({ host: 'localhost', port: 0 }, balance);
    assert.ok('port' in inlet.address && inlet.address.port > 0);
    assert.equal(inlet.address.host, 'localhost');
    inlet.close();
  });

  test(`${balance}: a port on which another server listens is in use`, async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    assert.match(await refusal({ host: '127.0.0.1', port }, balance), /the port is in use/);
    other.close();
  });

  test(`${balance}: a host that is none is told`, async () => {
    assert.match(await refusal({ host: 'no-such-host.invalid', port: 0 }, balance), /no such address/);
  });
}

for (const balance of balances.filter((one) => one !== 'reuseport')) {
  test(`${balance}: a socket file that nobody answers on is replaced, and removed at the end`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'app.sock');
      const crashed = createServer();
      await new Promise<void>((resolve) => crashed.listen(path, resolve));
      // What a crash leaves: the file without its server.
      const kept = join(directory, 'kept.sock');
      await link(path, kept);
      await new Promise((resolve) => crashed.close(resolve));
      await rename(kept, path);

      const inlet = await open({ path }, balance);
      assert.deepEqual(inlet.address, { path });
      inlet.close();
      assert.equal(existsSync(path), false);
    }));

  test(`${balance}: a socket that answers is in use, and stays`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'app.sock');
      const other = createServer((socket) => socket.end());
      await new Promise<void>((resolve) => other.listen(path, resolve));
      assert.match(await refusal({ path }, balance), /another server answers on this socket/);
      await new Promise<void>((resolve) => createConnection({ path }, resolve).resume());
      other.close();
    }));

  test(`${balance}: a file that is no socket is never removed`, () =>
    inDirectory(async (directory) => {
      const path = join(directory, 'precious');
      await writeFile(path, 'data');
      assert.match(await refusal({ path }, balance), /there is a file that is no socket/);
      assert.ok(existsSync(path));
    }));

  test(`${balance}: a socket in a directory that is not there is told`, async () => {
    assert.match(await refusal({ path: '/no/such/app.sock' }, balance), /no such directory/);
  });
}

test('each place has a socket of its own with reuseport, all have one when it is shared', async () => {
  if (!balances.includes('shared')) return;
  const [own, shared] = [
    await open({ host: '127.0.0.1', port: 0 }, 'reuseport'),
    await open({ host: '127.0.0.1', port: 0 }, 'shared'),
  ];
  const descriptors = (inlet: Inlet) => new Set([0, 1, 2, 2].map((place) => inlet.descriptor(place))).size;
  assert.deepEqual([descriptors(own), descriptors(shared)], [3, 1]);
  own.close();
  shared.close();
});

test('what this Node or the address does not allow is told with what would', async () => {
  if (!balances.includes('shared'))
    assert.match(await refusal({ host: '127.0.0.1', port: 0 }, 'shared'), /Use round-robin, or Node 26/);
  else assert.match(await refusal({ path: '/tmp/x.sock' }, 'reuseport'), /Use shared or round-robin/);
});
