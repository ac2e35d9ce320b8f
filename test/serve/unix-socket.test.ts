import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startServe } from './fixtures/server.ts';

function getOn(socketPath: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, agent: false }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    sent.once('error', reject);
    sent.end();
  });
}

for (const balance of ['round-robin', 'shared']) {
  test(`${balance}: serves on a unix socket, over one that a killed server left, and removes it at the end`, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'loadstone-serve-'));
    const path = join(directory, 'app.sock');
    const start = () =>
      startServe('-w2', '--pool-size=1', '--hold=10ms', `--bind=unix:${path}`, `--balance=${balance}`);
    {
      await using killed = await start();
      killed.master.kill('SIGKILL');
    }
    assert.ok(existsSync(path));
    await using server = await start();
    assert.match(server.stdout(), new RegExp(`ready on unix:${path} \\(2 workers`));
    assert.equal(server.port, 0);
    assert.deepEqual(await Promise.all([1, 2, 3, 4].map(() => getOn(path, '/sync'))), [200, 200, 200, 200]);
    server.master.kill('SIGTERM');
    assert.equal(await server.exited(), 0);
    assert.equal(existsSync(path), false);
    await rm(directory, { recursive: true });
  });
}
