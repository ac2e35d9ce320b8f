import assert from 'node:assert/strict';
import { it } from 'node:test';
import { milliseconds } from '../../src/units.ts';
import { loadPort } from '../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';

it('connections rest before the first request, so that the server has accepted all of them by then', async () => {
  const CONNECTIONS = 32;
  let lastAccepted = -Infinity;
  let firstRequest = Infinity;
  await using server = await startTcpServer(
    (socket) => {
      firstRequest = Math.min(firstRequest, performance.now());
      socket.write(OK_RESPONSE);
    },
    () => (lastAccepted = performance.now()),
  );
  const record = await loadPort(
    server.port,
    { connections: CONNECTIONS, requests: CONNECTIONS },
    { restConnected: milliseconds(400) },
  );
  assert.equal(record.ledger.completed, CONNECTIONS);
  // How soon this server hears of its connections is left to chance; without the rest it is a few ms.
  assert.ok(firstRequest - lastAccepted > 100, `${firstRequest - lastAccepted} ms`);
});
