import assert from 'node:assert/strict';
import { it } from 'node:test';
import { accountedCount, begunCount, dueCount, unsentCount } from '../../../src/samples/ledger.ts';
import type { OwnTrialRecord } from '../../../src/samples/own-trial-record.ts';
import { milliseconds } from '../../../src/units.ts';
import { loadPort } from '../../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../../support/tcp-server.ts';
import { describeTransports } from '../../support/transports.ts';

const later = (ms: number, action: () => void): void => void setTimeout(action, ms);

/** Fails unless every arrival and every request is accounted for. @returns what became of the arrivals */
function balanced({ ledger, arrivals }: OwnTrialRecord): NonNullable<OwnTrialRecord['arrivals']> {
  if (arrivals === null) assert.fail('an open loop counts its arrivals');
  assert.equal(accountedCount(ledger), begunCount(ledger));
  assert.equal(dueCount(arrivals), ledger.started + unsentCount(arrivals));
  return arrivals;
}

/** The request with which the server stops for a while. */
const STALLS_AT = 40;

describeTransports('the open loop', (transport) => {
  for (const arrivalProcess of ['constant', 'poisson'] as const)
    it(`sends what is due by a ${arrivalProcess} schedule, whatever the connections`, async () => {
      await using server = await startTcpServer((socket) => later(20, () => socket.write(OK_RESPONSE)));
      const record = await loadPort(
        server.port,
        { arrivalsPerSecond: 500, arrivalProcess, duration: milliseconds(1_000) },
        { transport },
      );
      const { scheduled, skipped, gaveUpWaiting } = balanced(record);
      if (arrivalProcess === 'constant') assert.equal(scheduled, 500);
      else assert.ok(Math.abs(scheduled - 500) < 5 * Math.sqrt(500), `${scheduled} due`);
      assert.deepEqual([skipped, gaveUpWaiting, record.ledger.failed], [0, 0, {}]);
      assert.ok(record.connections.used > 4, 'more than it began with');
      assert.equal(record.load.loop, 'open');
      const { steadyStatePerSecond: steady, steadyStateInterval: interval } = record.throughput;
      // In a window of whole intervals, none of them left out, it is all that was completed.
      if (record.warmUp?.cutMs === 0) assert.equal(steady?.toFixed(6), record.ledger.completed.toFixed(6));
      assert.ok(interval !== null && steady !== null && interval.low <= steady && steady <= interval.high);
    });

  it('counts response times from when a request was due, where a server stalls', async () => {
    let requests = 0;
    let stalledUntil = 0;
    await using server = await startTcpServer((socket) => {
      if (++requests === STALLS_AT) stalledUntil = performance.now() + 400;
      later(Math.max(0, stalledUntil - performance.now()), () => socket.write(OK_RESPONSE));
    });
    const record = await loadPort(
      server.port,
      { arrivalsPerSecond: 200, connectionsMax: 4, duration: milliseconds(1_300) },
      { transport },
    );
    const { waited } = balanced(record);
    const { observed, uncorrected } = record.responseTimeMs;
    // 80 requests fall due in the stall; 4 of them are sent, and the others wait from 0 to 400 ms for a connection.
    assert.ok(waited > 50, `${waited} waited`);
    assert.ok((observed.p90 ?? 0) > 200, `p90 ${observed.p90} ms`);
    assert.ok((uncorrected?.p90 ?? Infinity) < 100, `uncorrected p90 ${uncorrected?.p90} ms`);
    assert.equal(uncorrected?.count, observed.count);
  });

  it('gives up what has waited for its time-out since it was due, with a connection or without', async () => {
    await using server = await startTcpServer((socket) => later(90, () => socket.write(OK_RESPONSE)));
    const record = await loadPort(
      server.port,
      {
        arrivalsPerSecond: 400,
        connectionsMax: 4,
        timeout: milliseconds(200),
        duration: milliseconds(1_000),
      },
      { transport },
    );
    const { gaveUpWaiting, waited, waitMs } = balanced(record);
    // 44 a second can be answered; the others get a connection, if at all, from one that was given up just before.
    const givenUp = gaveUpWaiting + record.ledger.timedOut;
    assert.ok(givenUp > 200, `${givenUp} given up`);
    // What was never sent has not been answered either.
    const { completed, unanswered, failed, p50, beyondMs } = record.responseTimeMs.censored ?? assert.fail();
    assert.equal(completed + unanswered + failed, record.arrivals?.scheduled);
    assert.deepEqual([completed, p50.estimate], [record.ledger.completed, null]);
    // Or a little longer, where the window ended before the generator got round to giving the last of them up.
    assert.ok((beyondMs ?? 0) >= 200, `${beyondMs} ms`);
    assert.ok(waited > 100 && (waitMs.max ?? 0) > 150, JSON.stringify(waitMs));
    assert.ok((record.responseTimeMs.observed.max ?? 0) < 200);
    assert.equal(record.connections.used, 4);
  });

  it('lets arrivals fail with a server that is not there, and goes on', async () => {
    const { port } = await (async () => {
      await using server = await startTcpServer(() => {});
      return server;
    })();
    const record = await loadPort(
      port,
      { arrivalsPerSecond: 2_000, timeout: milliseconds(300), duration: milliseconds(600) },
      { transport },
    );
    const { scheduled, gaveUpWaiting } = balanced(record);
    const refused = record.ledger.failed['connect:ECONNREFUSED'] ?? 0;
    // Attempts at 0, 10, 30, 70, 150, 310 ms on each thread, and what was due before the first had failed.
    assert.ok(refused >= 8 && refused < 100, `${refused} refused of ${scheduled}`);
    assert.ok(gaveUpWaiting > 0);
    assert.equal(record.validity.valid, false);
  });

  it('ends when the number asked for has come back', async () => {
    await using server = await startTcpServer((socket) => later(10, () => socket.write(OK_RESPONSE)));
    const record = await loadPort(
      server.port,
      { arrivalsPerSecond: 500, requests: 101, duration: milliseconds(30_000) },
      { transport },
    );
    assert.equal(balanced(record).scheduled, 101);
    assert.equal(record.ledger.completed, 101);
    assert.deepEqual(record.validity.reasons, []);
  });

  it('balances whatever is under way when the window starts and ends', async () => {
    await using server = await startTcpServer((socket) => later(30, () => socket.write(OK_RESPONSE)));
    for (let trial = 0; trial < 4; trial++) {
      const record = await loadPort(
        server.port,
        {
          arrivalsPerSecond: 2_000,
          arrivalProcess: 'poisson',
          arrivalSeed: trial,
          connectionsMax: 20 + trial,
          ramp: milliseconds(20),
          warmup: milliseconds(40 + trial),
          duration: milliseconds(60 + trial),
        },
        { transport },
      );
      balanced(record);
      assert.ok(record.ledger.inFlightAtStart > 0);
      assert.deepEqual(record.validity.reasons, []);
    }
  });
});
