import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { it } from 'node:test';
import { accountedCount } from '../../../src/samples/ledger.ts';
import { milliseconds } from '../../../src/units.ts';
import { loadPort } from '../../support/load.ts';
import { mutatedResponses } from '../../support/mutated-responses.ts';
import { readStream } from '../../support/read-stream.ts';
import { OK_RESPONSE, startTcpServer } from '../../support/tcp-server.ts';
import { describeTransports } from '../../support/transports.ts';

const CAMPAIGN = 10_000;
const SEED = 9_113;
const CONNECTIONS = 100;
/** How a request may end when the server ends the connection after whatever it said. */
const ENDS = /^(?:protocol:\w+|read:closedBeforeResponse|read:closedInResponse|read:ECONNRESET|write:EPIPE)$/;

/** Sends a stream whole or in two pieces, and then the end. */
function sendAndEnd(socket: Socket, stream: Buffer, cut: number): void {
  socket.write(stream.subarray(0, cut));
  setImmediate(() => socket.end(stream.subarray(cut)));
}

describeTransports('the generator', (transport) => {
  it('lives through 10,000 mutated responses, loses no request, and counts each under the kind that it is', async () => {
    const streams = mutatedResponses(CAMPAIGN, SEED);
    const expected = new Map<string, number>();
    const greeted = new WeakSet<Socket>();
    const ended = new WeakSet<Socket>();
    const enough = new AbortController();
    let served = 0;
    await using server = await startTcpServer((socket) => {
      if (ended.has(socket)) return;
      // A good response first, every other time: rests get longer until there is one.
      if (!greeted.has(socket) && served % 2 === 0) {
        greeted.add(socket);
        socket.write(OK_RESPONSE);
        return;
      }
      const next = streams.next();
      if (next.done === true) {
        enough.abort();
        return;
      }
      ended.add(socket);
      const verdict = readStream(next.value);
      const kind = verdict.state === 'malformed' ? `protocol:${verdict.problem}` : verdict.state;
      expected.set(kind, (expected.get(kind) ?? 0) + 1);
      served++;
      sendAndEnd(socket, next.value, served % 3 === 0 ? next.value.length >> 1 : next.value.length);
    });
    const { ledger, validity } = await loadPort(
      server.port,
      { connections: CONNECTIONS, duration: milliseconds(60_000), timeout: milliseconds(30_000) },
      { transport, signal: AbortSignal.any([enough.signal, AbortSignal.timeout(18_000)]) },
    );
    assert.equal(served, CAMPAIGN);
    assert.equal(accountedCount(ledger), ledger.started);
    assert.equal(validity.reasons.length, 1, 'that it was stopped is the only reason');
    assert.deepEqual(
      [ledger.timedOut, Object.keys(ledger.failed).filter((kind) => !ENDS.test(kind))],
      [0, []],
    );
    for (const [kind, count] of expected) {
      if (!kind.startsWith('protocol:')) continue;
      const seen = ledger.failed[kind] ?? 0;
      // Fewer by those in flight at the end; more where the second piece met the request after a whole response.
      const between = seen >= count - ledger.inFlightAtEnd && seen <= count + CONNECTIONS;
      assert.ok(between, `${kind}: ${seen} instead of ${count}, ${ledger.inFlightAtEnd} in flight`);
    }
  });
});
