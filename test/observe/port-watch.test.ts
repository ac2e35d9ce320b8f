import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { monotonicNow } from '../../src/monotonic-clock.ts';
import { PortWatch } from '../../src/observe/port-watch.ts';
import { waitUntil } from '../support/processes.ts';

/** Below 0 so many of the oldest connections are closed, above it so many are opened. */
const STEPS = [3, 0, -1, 2, -2, 0, 1, -1, 0, 4, -6];

test(
  'whatever comes and goes, what is kept of the connections is what counting them anew would give',
  { skip: process.platform !== 'linux' && 'reads /proc' },
  async () => {
    const accepted = new Set<Socket>();
    const server = createServer((socket) => {
      accepted.add(socket);
      socket.on('close', () => accepted.delete(socket)).resume();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const members = [{ pid: process.pid, parentPid: process.ppid }];
    const watch = new PortWatch(port);
    watch.findFamilies(members);
    const clients: Socket[] = [];
    try {
      for (const step of STEPS) {
        for (const client of clients.splice(0, Math.max(0, -step))) client.destroy();
        for (let left = step; left > 0; left -= 1) clients.push(connect(port, '127.0.0.1'));
        await waitUntil(() => accepted.size === clients.length, 5_000);
        await turn();
        const [queue, now] = [watch.acceptQueue(members), monotonicNow()];
        const kept = watch.unchangedConnections(members, queue, now);
        const counted = kept ?? watch.connections(members, queue, undefined, now);
        assert.equal(queue, 0);
        assert.equal(counted.get(process.pid), clients.length);
        // Only where something has changed, here or anywhere on the machine, they have to be counted.
        if (step !== 0) assert.equal(kept, undefined);
        assert.equal(watch.holdsListener(members[0] ?? assert.fail()), true);
      }
    } finally {
      for (const client of clients) client.destroy();
      server.close();
    }
  },
);

test(
  'requests lie unread on as many connections as their server has not read',
  { skip: process.platform !== 'linux' && 'reads /proc' },
  async () => {
    const accepted: Socket[] = [];
    const server = createServer({ pauseOnConnect: true }, (socket) => accepted.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const members = [{ pid: process.pid, parentPid: process.ppid }];
    const watch = new PortWatch(port);
    watch.findFamilies(members);
    const clients = Array.from({ length: 4 }, () => connect(port, '127.0.0.1'));
    try {
      await waitUntil(() => accepted.length === clients.length, 5_000);
      assert.equal(watch.unread(members), 0);
      for (const client of clients.slice(1)) client.write('GET / HTTP/1.1\r\n\r\n');
      assert.ok((await waitUntil(() => watch.unread(members) === 3, 5_000)) !== undefined);
      for (const socket of accepted) socket.resume();
      assert.ok((await waitUntil(() => watch.unread(members) === 0, 5_000)) !== undefined);
    } finally {
      for (const socket of [...clients, ...accepted]) socket.destroy();
      server.close();
    }
  },
);
