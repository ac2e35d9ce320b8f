import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { it } from 'node:test';
import { milliseconds } from '../../../src/units.ts';
import { loadPort } from '../../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../../support/tcp-server.ts';
import { describeTransports } from '../../support/transports.ts';

const later = (ms: number, action: () => void): void => void setTimeout(action, ms);

describeTransports('the steady state', (transport) => {
  it('counts the time a connection takes to open anew as part of the cycle', async () => {
    await using server = await startTcpServer((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'),
    );
    // Code that runs for the first time is slow: the one throughput would have it in it and the other not.
    const { throughput } = await loadPort(
      server.port,
      { duration: milliseconds(1_000), warmup: milliseconds(300) },
      { transport },
    );
    assert.ok(Math.abs((throughput.steadyStatePerSecond ?? 0) / throughput.completedPerSecond - 1) < 0.15);
  });

  it('is that of the connections that are served, where others are starved', async () => {
    let accepted = 0;
    const starved = new WeakSet<Socket>();
    await using server = await startTcpServer(
      (socket) => starved.has(socket) || later(50, () => socket.write(OK_RESPONSE)),
      (socket) => ++accepted > 4 && starved.add(socket),
    );
    const { throughput, ledger } = await loadPort(
      server.port,
      {
        duration: milliseconds(1_000),
        connections: 20,
      },
      { transport },
    );
    assert.equal(ledger.inFlightAtEnd, 20);
    assert.ok(
      Math.abs((throughput.steadyStatePerSecond ?? 0) - 80) < 8,
      `${throughput.steadyStatePerSecond}/s`,
    );
  });

  it('is not told where many requests are given up', async () => {
    let requests = 0;
    await using server = await startTcpServer((socket) => ++requests % 2 === 0 && socket.write(OK_RESPONSE));
    const { throughput, ledger } = await loadPort(server.port, { timeout: milliseconds(50) }, { transport });
    assert.ok(ledger.completed > 10 && ledger.timedOut > 10);
    assert.equal(throughput.steadyStatePerSecond, null);
  });
});

describeTransports('validity', (transport) => {
  it('is denied to a trial in which every response is an error', async () => {
    await using server = await startTcpServer((socket) =>
      socket.write(OK_RESPONSE.replace('200 OK', '404 Not Found')),
    );
    const { validity } = await loadPort(server.port, {}, { transport });
    assert.deepEqual(validity.reasons, ['every response was an error (status 404)']);
  });

  it('is denied where connections did not open, and says how many', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    const { port } = server;
    await server[Symbol.asyncDispose]();
    const { validity, connections } = await loadPort(port, {}, { transport });
    assert.equal(connections.neverOpened, 4);
    assert.deepEqual(validity.reasons, ['every request failed', '4 of 4 connections did not open']);
  });
});
