import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startLoadstone } from '../support/cli.ts';
import { accountedCount } from '../../src/samples/ledger.ts';
import { waitUntil } from '../support/processes.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';
import { describeTransports } from '../support/transports.ts';
import { ownRecord } from '../support/own-record.ts';

describeTransports('a load that is interrupted', (transport) => {
  for (const [name, respond] of [
    ['a server that answers', true],
    ['a server that says nothing', false],
  ] as const) {
    it(`ends at once and prints what it measured of ${name}`, async () => {
      let requests = 0;
      await using server = await startTcpServer((socket) => {
        requests++;
        if (respond) setTimeout(() => socket.write(OK_RESPONSE), 5);
      });
      const url = `http://127.0.0.1:${server.port}/`;
      const command = startLoadstone(['load', '-c8', '-d1m', '--json', '--transport', transport, url]);
      await waitUntil(() => requests >= 8, 20_000);
      const signalled = performance.now();
      command.process.kill('SIGINT');
      const result = await command.finished;
      assert.ok(performance.now() - signalled < 5_000);
      assert.equal(result.code, 130, result.stderr);
      const record = ownRecord(JSON.parse(result.stdout));
      assert.equal(record.load.transport, transport);
      assert.equal(record.validity.valid, false);
      assert.ok(record.ledger.started >= 8);
      assert.equal(accountedCount(record.ledger), record.ledger.started);
    });
  }
});
