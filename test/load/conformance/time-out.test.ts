import assert from 'node:assert/strict';
import { it } from 'node:test';
import { accountedCount } from '../../../src/samples/ledger.ts';
import { milliseconds } from '../../../src/units.ts';
import { loadPort } from '../../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../../support/tcp-server.ts';
import { describeTransports } from '../../support/transports.ts';

const later = (ms: number, action: () => void): void => void setTimeout(action, ms);

describeTransports('the time-out', (transport) => {
  it('gives a request up and opens its connection anew under `abort`', async () => {
    await using server = await startTcpServer(() => {});
    const record = await loadPort(server.port, { timeout: milliseconds(110) }, { transport });
    assert.deepEqual([record.ledger.completed, record.ledger.failed], [0, {}]);
    // Four times 110 ms fit into the window of 500 ms, with 60 ms for opening a connection anew.
    const { timedOut } = record.ledger;
    assert.ok(timedOut >= 4 * 3 && timedOut <= 4 * 4, `${timedOut} timed out`);
    assert.equal(record.ledger.inFlightAtEnd, 4);
    assert.equal(server.accepted, timedOut + 4);
    assert.equal(record.responseTimeMs.observed.p50, null);
    assert.ok((record.responseTimeMs.observed.beyondMs ?? 0) >= 110);
  });

  it('leaves a quantile beyond the data where too many were given up, and the others as they are', async () => {
    let requests = 0;
    await using server = await startTcpServer((socket) =>
      later(++requests % 4 === 0 ? 10_000 : 40, () => socket.write(OK_RESPONSE)),
    );
    // Too short for a warm-up to be looked for, and left out.
    const { ledger, responseTimeMs } = await loadPort(
      server.port,
      { timeout: milliseconds(200), duration: milliseconds(450), connections: 20 },
      { transport },
    );
    const { completed, unanswered, failed, p50, p90, beyondMs } = responseTimeMs.censored ?? assert.fail();
    assert.deepEqual([completed, failed], [ledger.completed, 0]);
    assert.equal(unanswered, ledger.timedOut + ledger.inFlightAtEnd);
    assert.ok(ledger.timedOut > ledger.completed / 6, JSON.stringify(ledger));
    assert.deepEqual([p90.estimate, p90.high], [null, null]);
    // Or a little longer, where the generator got round to giving them up late.
    assert.ok(beyondMs !== null && beyondMs >= 200 && beyondMs < 300, `beyond ${beyondMs} ms`);
    assert.ok(p50.estimate !== null && p50.estimate < 200, `p50 ${p50.estimate} ms`);
    // The survivors know nothing of it.
    const { p99 } = responseTimeMs.observed;
    assert.ok(p99 !== null && p99 < 200, `p99 ${p99} ms`);
  });

  it('counts a response as late and keeps its connection under `wait`', async () => {
    await using server = await startTcpServer((socket) => later(150, () => socket.write(OK_RESPONSE)));
    const record = await loadPort(
      server.port,
      { timeout: milliseconds(120), timeoutPolicy: 'wait' },
      { transport },
    );
    const { completed } = record.ledger;
    assert.ok(completed >= 4 * 2 && completed <= 4 * 3, `${completed} completed`);
    assert.equal(record.ledger.completedLate, completed);
    assert.equal(record.ledger.timedOut, 0);
    assert.equal(server.accepted, 4);
    assert.equal(record.responseTimeMs.onTime.count, 0);
    assert.equal(record.responseTimeMs.observed.count, completed);
  });

  it('never takes a response after the time-out for completed under `abort`, not even by a millisecond', async () => {
    await using server = await startTcpServer((socket) =>
      later(99 + Math.random() * 3, () => socket.write(OK_RESPONSE)),
    );
    const record = await loadPort(
      server.port,
      { timeout: milliseconds(100), duration: milliseconds(1_500), connections: 20 },
      { transport },
    );
    assert.equal(record.ledger.completedLate, 0);
    // A fraction of a microsecond before the time-out rounds to it.
    const { max } = record.responseTimeMs.observed;
    assert.ok((max ?? 0) <= 100, `${max} ms`);
    assert.equal(accountedCount(record.ledger), record.ledger.started);
  });
});
