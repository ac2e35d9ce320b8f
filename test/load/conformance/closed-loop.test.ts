import assert from 'node:assert/strict';
import { it } from 'node:test';
import { accountedCount, begunCount } from '../../../src/samples/ledger.ts';
import { milliseconds } from '../../../src/units.ts';
import { loadPort } from '../../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../../support/tcp-server.ts';
import { describeTransports } from '../../support/transports.ts';

const later = (ms: number, action: () => void): void => void setTimeout(action, ms);

describeTransports('the closed loop', (transport) => {
  it('waits a think time between a response and the next request', async () => {
    await using server = await startTcpServer((socket) => later(20, () => socket.write(OK_RESPONSE)));
    const { throughput, ledger, connections } = await loadPort(
      server.port,
      { thinkTime: milliseconds(80), duration: milliseconds(1_000) },
      { transport },
    );
    // 4 connections, each with a cycle of 100 ms and the machine's own milliseconds.
    assert.ok(ledger.started >= 32 && ledger.started <= 40, JSON.stringify(ledger));
    assert.ok(Math.abs((throughput.steadyStatePerSecond ?? 0) - 40) < 5);
    assert.equal(connections.opened, 4);
    assert.equal(connections.reused, ledger.started - 4);
  });

  it('opens a connection anew that the server closed in the think time, and counts no failure', async () => {
    await using server = await startTcpServer((socket) => {
      socket.write(OK_RESPONSE);
      later(20, () => socket.end());
    });
    const { ledger, connections } = await loadPort(
      server.port,
      { thinkTime: milliseconds(60), duration: milliseconds(700) },
      { transport },
    );
    assert.ok(ledger.completed >= 4 * 5, JSON.stringify(ledger));
    assert.deepEqual(ledger.failed, {});
    assert.ok(connections.closedWhileFree >= 4 * 4, JSON.stringify(connections));
    assert.equal(connections.closedByServer, 0);
    assert.equal(connections.reused, 0);
  });

  it('lets its connections begin one after the other in a ramp, and measures when all have', async () => {
    const acceptedAt: number[] = [];
    await using server = await startTcpServer(
      (socket) => later(5, () => socket.write(OK_RESPONSE)),
      () => acceptedAt.push(performance.now()),
    );
    const { connections, windowMs } = await loadPort(
      server.port,
      { ramp: milliseconds(500), connections: 10, duration: milliseconds(200) },
      { transport },
    );
    assert.equal(connections.opened, 10);
    assert.equal(windowMs, 200);
    const [first = 0, last = 0] = [acceptedAt[0], acceptedAt.at(-1)];
    // The last of ten begins when nine tenths of the ramp are over.
    assert.ok(last - first > 350 && last - first < 650, `${last - first} ms`);
  });

  it('leaves the warm-up out, and counts what was under way when it ended', async () => {
    let requests = 0;
    await using server = await startTcpServer((socket) => {
      requests++;
      later(100, () => socket.write(OK_RESPONSE));
    });
    const { ledger, windowMs, throughput } = await loadPort(
      server.port,
      { warmup: milliseconds(350), duration: milliseconds(400), connections: 10 },
      { transport },
    );
    assert.equal(windowMs, 400);
    assert.ok(ledger.inFlightAtStart > 0 && ledger.inFlightAtStart <= 10, JSON.stringify(ledger));
    assert.equal(accountedCount(ledger), begunCount(ledger));
    assert.ok(ledger.started < requests, `${ledger.started} of ${requests}`);
    const steady = throughput.steadyStatePerSecond ?? 0;
    assert.ok(Math.abs(steady - 100) < 15, `${steady}/s`);
  });

  it('ends when the number asked for has come back, over all generator threads', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    for (const requests of [1, 7, 1_000]) {
      const { ledger, windowMs, validity } = await loadPort(
        server.port,
        { requests, duration: milliseconds(Infinity) },
        { transport },
      );
      assert.deepEqual([ledger.started, ledger.completed, ledger.inFlightAtEnd], [requests, requests, 0]);
      assert.ok(windowMs < 10_000);
      assert.deepEqual(validity.reasons, []);
    }
  });

  it('counts failures into the number asked for', async () => {
    await using server = await startTcpServer((socket) => void socket.resetAndDestroy());
    const { ledger } = await loadPort(
      server.port,
      { requests: 20, duration: milliseconds(Infinity) },
      { transport },
    );
    assert.equal(ledger.started, 20);
    assert.equal(accountedCount(ledger), 20);
  });

  it('gives the quantiles of each interval that had a completion', async () => {
    await using server = await startTcpServer((socket) => later(20, () => socket.write(OK_RESPONSE)));
    const { series, ledger } = await loadPort(server.port, { duration: milliseconds(1_500) }, { transport });
    const { p50, max } = series.responseTimeMs;
    assert.deepEqual([series.intervalMs, p50.length], [10, 150]);
    assert.equal(
      series.completed.reduce((sum, count) => sum + count, 0),
      ledger.completed,
    );
    for (const [interval, value] of p50.entries())
      if (value !== null) assert.ok(value >= 19 && value <= (max[interval] ?? 0), JSON.stringify(series));
    assert.ok(p50.some((value) => value !== null));
  });

  it('tells the first byte of a response from its last', async () => {
    await using server = await startTcpServer((socket) => {
      socket.write(OK_RESPONSE.slice(0, -2));
      later(60, () => socket.write(OK_RESPONSE.slice(-2)));
    });
    const { timeToFirstByteMs, responseTimeMs, connectTimeMs } = await loadPort(
      server.port,
      {},
      { transport },
    );
    assert.ok((timeToFirstByteMs.p50 ?? Infinity) < 40, `${timeToFirstByteMs.p50} ms`);
    assert.ok((responseTimeMs.observed.p50 ?? 0) >= 58, `${responseTimeMs.observed.p50} ms`);
    assert.equal(connectTimeMs.count, 4);
  });
});
