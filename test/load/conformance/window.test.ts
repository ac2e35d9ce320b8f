import assert from 'node:assert/strict';
import { it } from 'node:test';
import { accountedCount } from '../../../src/samples/ledger.ts';
import { milliseconds } from '../../../src/units.ts';
import { loadPort } from '../../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../../support/tcp-server.ts';
import { describeTransports } from '../../support/transports.ts';

const later = (ms: number, action: () => void): void => void setTimeout(action, ms);

describeTransports('the window', (transport) => {
  it('balances the ledger wherever the window ends in a stream of responses', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    for (let trial = 0; trial < 10; trial++) {
      const record = await loadPort(
        server.port,
        { duration: milliseconds(20 + 2 * trial), connections: 20 },
        { transport },
      );
      assert.equal(accountedCount(record.ledger), record.ledger.started);
      assert.deepEqual(record.validity.reasons, []);
      assert.ok(record.ledger.inFlightAtEnd <= 20);
    }
  });

  it('counts the batches that end inside it, leaves the rest in flight, and gives the steady state all the same', async () => {
    await using server = await startTcpServer((socket) => later(200, () => socket.write(OK_RESPONSE)));
    const record = await loadPort(
      server.port,
      { duration: milliseconds(700), connections: 10 },
      { transport },
    );
    assert.equal(record.ledger.completed, 30);
    assert.equal(record.ledger.inFlightAtEnd, 10);
    assert.equal(record.windowMs, 700);
    const steady = record.throughput.steadyStatePerSecond ?? 0;
    assert.ok(Math.abs(steady - 50) < 3, `${steady}/s`);
    const { intervalMs, inFlightAtEnd } = record.series;
    assert.deepEqual([intervalMs, inFlightAtEnd.length, inFlightAtEnd.at(-1)], [10, 70, 10]);
    // Four cycles of 200 ms say nothing of when it settled.
    assert.deepEqual(record.warmUp, { state: 'tooShort', cutMs: 0 });
    const { completed, unanswered, p50 } = record.responseTimeMs.censored ?? assert.fail();
    assert.deepEqual([completed, unanswered], [30, 10]);
    assert.ok(Math.abs((p50.estimate ?? 0) - 200) < 40, `p50 ${p50.estimate} ms`);
  });

  it('is never negative, however early it is stopped', async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    for (const moment of [0, 20, 40, 60, 80, 100, 120]) {
      const signal = moment === 0 ? AbortSignal.abort() : AbortSignal.timeout(moment);
      const record = await loadPort(server.port, { duration: milliseconds(60_000) }, { transport, signal });
      assert.ok(record.windowMs >= 0 && record.windowMs < 1_000, `${record.windowMs} ms`);
      assert.equal(accountedCount(record.ledger), record.ledger.started);
    }
  });

  it('ends when it is stopped, and says so', async () => {
    await using server = await startTcpServer((socket) => later(20, () => socket.write(OK_RESPONSE)));
    const stop = new AbortController();
    const record = await loadPort(
      server.port,
      { duration: milliseconds(60_000) },
      {
        transport,
        signal: stop.signal,
        onProgress: ({ counters }) => void (counters.completed > 0 && stop.abort()),
      },
    );
    assert.equal(record.validity.valid, false);
    assert.match(record.validity.reasons[0] ?? '', /^stopped after \d+ ms of 60000 ms$/);
    assert.equal(accountedCount(record.ledger), record.ledger.started);
  });

  it('tells how far it has come', async () => {
    await using server = await startTcpServer((socket) => later(20, () => socket.write(OK_RESPONSE)));
    const seen: number[] = [];
    const record = await loadPort(
      server.port,
      {},
      { transport, onProgress: ({ counters }) => seen.push(counters.completed) },
    );
    assert.ok(seen.length >= 2);
    assert.ok((seen.at(-1) ?? 0) > 0 && (seen.at(-1) ?? 0) <= record.ledger.completed);
  });

  it('ends soon after it is stopped, though its server says nothing', async () => {
    await using server = await startTcpServer(() => {});
    let stoppedAt = NaN;
    const signal = AbortSignal.timeout(500);
    signal.addEventListener('abort', () => (stoppedAt = performance.now()));
    const record = await loadPort(server.port, { duration: milliseconds(60_000) }, { transport, signal });
    const took = performance.now() - stoppedAt;
    assert.ok(took < 2_000, `${took} ms`);
    assert.equal(record.ledger.inFlightAtEnd, 4);
  });

  it('is empty when it was stopped before it began', async () => {
    await using server = await startTcpServer((socket) => void socket.write(OK_RESPONSE));
    const record = await loadPort(server.port, {}, { transport, signal: AbortSignal.abort() });
    assert.equal(record.windowMs, 0);
    assert.equal(record.ledger.started, 0);
    assert.equal(record.validity.valid, false);
  });

  it('holds 1,000 connections, each opened once', async () => {
    await using server = await startTcpServer((socket) => later(50, () => socket.write(OK_RESPONSE)));
    const record = await loadPort(
      server.port,
      { connections: 1_000, duration: milliseconds(1_000) },
      { transport },
    );
    assert.ok(record.ledger.completed > 1_000, JSON.stringify(record.ledger));
    assert.deepEqual(record.ledger.failed, {});
    assert.equal(record.connections.opened, 1_000);
    assert.equal(server.accepted, 1_000);
    assert.equal(accountedCount(record.ledger), record.ledger.started);
  });
});
