import assert from 'node:assert/strict';
import { it } from 'node:test';
import { reconnectDelay } from '../../../src/load/reconnect-delay.ts';
import { accountedCount, failedCount } from '../../../src/samples/ledger.ts';
import { milliseconds } from '../../../src/units.ts';
import { faults, type FaultName } from '../../support/faulty-server.ts';
import { loadPort } from '../../support/load.ts';
import { describeTransports } from '../../support/transports.ts';

const CONNECTIONS = 1_000;
const DURATION_MS = 700;

/** How often a connection can fail when it rests as long as it should: at 0, 10, 30, 70, … ms. */
function mostFailures(withinMs: number): number {
  let failures = 1;
  for (let at = reconnectDelay(1); at < withinMs; at = milliseconds(at + reconnectDelay(failures)))
    failures++;
  return failures;
}

describeTransports('1,000 connections', (transport) => {
  const storms: readonly [FaultName, kind: string][] = [
    ['a port that nobody listens on', 'connect:ECONNREFUSED'],
    ['a reset before the response', 'read:ECONNRESET'],
    ['garbage', 'protocol:malformedStatusLine'],
  ];
  for (const [name, kind] of storms) {
    it(`that meet ${name} try again ever more slowly, so that they cost next to nothing`, async () => {
      await using server = await faults[name].start();
      const { ledger } = await loadPort(
        server.port,
        { connections: CONNECTIONS, duration: milliseconds(DURATION_MS), timeout: milliseconds(10_000) },
        { transport },
      );
      const seen = JSON.stringify(ledger);
      assert.deepEqual(Object.keys(ledger.failed), [kind], seen);
      const failures = failedCount(ledger);
      assert.ok(failures >= CONNECTIONS && failures <= CONNECTIONS * mostFailures(DURATION_MS), seen);
      assert.equal(accountedCount(ledger), ledger.started);
      assert.ok(ledger.started <= CONNECTIONS * mostFailures(DURATION_MS), seen);
    });
  }
});
