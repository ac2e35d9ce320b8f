import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { heldBy, listeningOn } from '../serve/fixtures/listening-sockets.ts';
import { disposable, get } from '../serve/fixtures/server.ts';
import { startMarked, type MarkedCommand } from '../support/marked-command.ts';
import { commandLine, waitUntil } from '../support/processes.ts';

const FILE = join(import.meta.dirname, 'fixtures', 'misbehaving-server.ts');

function start(behaviour: string, ...flags: string[]): MarkedCommand {
  return startMarked([process.execPath, FILE, behaviour, ...flags]);
}

async function portOf(server: MarkedCommand): Promise<number> {
  return Number((await server.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)/))[1]);
}

async function pidAt(port: number): Promise<number> {
  const { text } = await get(port, '/');
  return (JSON.parse(text) as { pid: number }).pid;
}

/** Parent, group and session of a process. */
function kinship(pid: number): { parent: number; group: number; session: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [, parent, group, session] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { parent: parent ?? 0, group: group ?? 0, session: session ?? 0 };
}

async function becomes(holds: () => boolean, what: string): Promise<void> {
  assert.notEqual(await waitUntil(holds, 10_000), undefined, what);
}

describe('a misbehaving server', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  it('never listens', async () => {
    await using server = start('never-listens');
    await server.printed(/waiting for the database\n/);
    const sockets = readFileSync(`/proc/${server.process.pid}/net/tcp`, 'utf8');
    const inodes = sockets.split('\n').map((row) => row.trim().split(/\s+/)[9] ?? '');
    assert.deepEqual(heldBy(server.process.pid ?? 0, inodes), []);
    assert.equal(server.process.exitCode, null);
  });

  it('listens late', async () => {
    await using server = start('listens-late', '--after', '300');
    const begin = performance.now();
    const port = await portOf(server);
    assert.ok(performance.now() - begin >= 295);
    assert.equal((await get(port, '/')).status, 200);
  });

  it('exits early, with what went wrong', async () => {
    await using server = start('exits-early');
    await server.printed(/^line 1 of .*(\nline \d+ of .*){29}\n$/);
    assert.deepEqual(await server.ended, { code: 3, signal: null });
  });

  it('dies under load', async () => {
    await using server = start('dies-under-load', '--after', '300');
    const port = await portOf(server);
    assert.equal((await get(port, '/')).status, 200);
    assert.deepEqual(await server.ended, { code: 1, signal: null });
    await server.printed(/out of memory\n/);
    await assert.rejects(get(port, '/'), /ECONNREFUSED/);
  });

  it('forks a tree that ignores what it is asked', async () => {
    await using server = start('forks-and-ignores');
    const port = await portOf(server);
    const first = server.process.pid ?? 0;
    const asleep = () => server.running().filter((pid) => commandLine(pid) === 'sleep 600');
    await becomes(() => asleep().length === 2 && server.running().length === 4, 'the tree stands');
    const others = server.running().filter((pid) => pid !== first);
    const child = others.find((pid) => kinship(pid).parent === first) ?? assert.fail('no child');
    const grandchild = others.find((pid) => kinship(pid).parent === child) ?? assert.fail('no grandchild');
    const apart = others.find((pid) => pid !== child && pid !== grandchild) ?? assert.fail('none apart');
    assert.equal(kinship(grandchild).group, kinship(first).group);
    assert.notEqual(kinship(apart).session, kinship(first).session);
    assert.ok(!server.running().includes(kinship(apart).parent), 'its parent has ended');
    for (const pid of server.running()) process.kill(pid, 'SIGTERM');
    for (const pid of server.running()) process.kill(pid, 'SIGINT');
    await delay(100);
    assert.equal(server.running().length, 4);
    assert.equal((await get(port, '/')).status, 200);
  });

  it('answers 500 to everything', async () => {
    await using server = start('answers-500');
    const port = await portOf(server);
    for (const path of ['/', '/healthz']) assert.equal((await get(port, path)).status, 500);
  });

  it('closes each connection after its response', async () => {
    await using server = start('closes-each');
    const port = await portOf(server);
    using agent = disposable(new Agent({ keepAlive: true }));
    const { status, headers } = await get(port, '/', agent);
    assert.equal(status, 200);
    assert.equal(headers.connection, 'close');
  });

  it('closes each connection at once', async () => {
    await using server = start('closes-at-once');
    const port = await portOf(server);
    for (let asked = 0; asked < 3; asked++)
      await assert.rejects(get(port, '/'), /ECONNRESET|socket hang up|EPIPE/);
  });

  for (const { behaviour, processes, holders } of [
    { behaviour: 'one-of-four-missing', processes: 2, holders: 2 },
    { behaviour: 'one-of-four-hung', processes: 5, holders: 2 },
    { behaviour: 'one-of-four-deaf', processes: 5, holders: 5 },
  ]) {
    it(`has one of four workers up (${behaviour})`, async () => {
      await using server = start(behaviour);
      const port = await portOf(server);
      const holding = () => server.running().filter((pid) => heldBy(pid, listeningOn(port)).length > 0);
      await becomes(() => server.running().length === processes, 'so many processes');
      await becomes(() => holding().length === holders, 'so many with the socket');
      const pids = new Set<number>();
      for (let asked = 0; asked < 20; asked++) pids.add(await pidAt(port));
      assert.equal(pids.size, 1);
      assert.ok(!pids.has(server.process.pid ?? 0));
      assert.equal(server.running().length, processes);
      assert.equal(holding().length, holders);
    });
  }

  it('restarts a worker at a request, once', async () => {
    await using server = start('restarts-a-worker', '--requests', '5');
    const port = await portOf(server);
    await server.printed(/(?:listening .*\s+){2}/);
    const before = server.running();
    assert.equal(before.length, 3);
    for (let asked = 0; asked < 10; asked++) await get(port, '/healthz');
    assert.deepEqual(server.running(), before);
    for (let asked = 0; asked < 10; asked++) await get(port, '/').catch(() => undefined);
    await server.printed(/(?:listening .*\s+){3}/);
    const kept = server.running().filter((pid) => before.includes(pid));
    assert.equal(server.running().length, 3);
    assert.equal(kept.length, 2);
    assert.ok(kept.includes(server.process.pid ?? 0));
  });
});
