import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { accountedCount } from '../../src/samples/ledger.ts';
import { milliseconds } from '../../src/units.ts';
import { loadPort } from '../support/load.ts';
import { OK_RESPONSE, startUnixServer } from '../support/tcp-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-unix-'));
after(() => rmSync(folder, { recursive: true }));

const NO_UNIX_SOCKETS = process.platform === 'win32' && 'needs unix sockets in files';

describe('a load over a unix socket', { skip: NO_UNIX_SOCKETS }, () => {
  it('completes, and looks no name up', async () => {
    const unixSocket = join(folder, 'app.sock');
    await using server = await startUnixServer(unixSocket, (socket) => void socket.write(OK_RESPONSE));
    const record = await loadPort(80, {}, { unixSocket, host: 'nowhere.invalid' });
    assert.ok(record.ledger.completed > 10);
    assert.deepEqual(record.ledger.failed, {});
    assert.equal(accountedCount(record.ledger), record.ledger.started);
    assert.deepEqual([record.load.transport, server.accepted], ['node', 4]);
  });

  const unreachable: readonly [what: string, path: string, kind: RegExp][] = [
    ['is not there', join(folder, 'none.sock'), /^connect:ENOENT$/],
    ['has a name that is too long', join(folder, 'x'.repeat(200)), /^connect:E\w+$/],
  ];
  for (const [what, unixSocket, kind] of unreachable)
    it(`counts that the socket ${what}`, async () => {
      const record = await loadPort(80, { duration: milliseconds(300) }, { unixSocket });
      const kinds = Object.keys(record.ledger.failed);
      assert.equal(kinds.length, 1);
      assert.match(kinds[0] ?? '', kind);
      assert.equal(accountedCount(record.ledger), record.ledger.started);
      assert.ok(!record.validity.valid);
    });
});
