import assert from 'node:assert/strict';
import { it } from 'node:test';
import { accountedCount } from '../../../src/samples/ledger.ts';
import type { Ledger } from '../../../src/samples/ledger-schema.ts';
import { milliseconds } from '../../../src/units.ts';
import { faultNames, faults, type Fault } from '../../support/faulty-server.ts';
import { loadPort } from '../../support/load.ts';
import { describeTransports } from '../../support/transports.ts';

const LARGE = { 'X-Large': 'x'.repeat(8_000_000) };

/** Where requests ended: kinds of failure, `completed`, `timedOut`. */
function placesIn({ completed, timedOut, failed }: Ledger): string[] {
  return [
    ...(completed > 0 ? ['completed'] : []),
    ...(timedOut > 0 ? ['timedOut'] : []),
    ...Object.keys(failed),
  ].toSorted();
}

function mayTimeOut({ ends }: Fault): boolean {
  return ends.flat().some((end) => end.endsWith('timedOut'));
}

describeTransports('the ledger under faults', (transport) => {
  for (const name of faultNames) {
    const fault: Fault = faults[name];
    it(`counts ${name} as ${fault.ends.map((end) => [end].flat().join(' or ')).join(' and ')}`, async () => {
      await using server = await fault.start();
      const { ledger } = await loadPort(
        server.port,
        {
          generatorThreads: 1,
          duration: milliseconds(120),
          timeout: milliseconds(mayTimeOut(fault) ? 50 : 10_000),
        },
        { transport, headers: fault.largeRequest === true ? LARGE : {} },
      );
      const places = placesIn(ledger);
      const seen = JSON.stringify(ledger);
      for (const end of fault.ends)
        assert.ok(
          [end].flat().some((place) => places.includes(place)),
          seen,
        );
      for (const place of places) assert.ok(fault.ends.flat().includes(place), seen);
      assert.equal(accountedCount(ledger), ledger.started);
      assert.ok(ledger.started >= 4 && ledger.inFlightAtEnd <= 4, seen);
    });
  }
});
