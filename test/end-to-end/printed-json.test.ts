import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { readRecordFile } from '../../src/store/record-file.ts';
import { loadstone } from '../support/cli.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-printed-'));
after(() => rmSync(folder, { recursive: true }));

it('--json - prints the record and nothing else, and says on standard error where the run is', async () => {
  await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
  const { code, stdout, stderr } = await loadstone(
    [
      'run',
      '--url',
      `http://127.0.0.1:${server.port}`,
      '--factor',
      'endpoint=/a',
      '-c',
      '2',
      '-d',
      '100ms',
    ].concat(['--no-report', '--quiet', '--json', '-', '--store', join(folder, 'runs.sqlite')]),
  );
  assert.notEqual(code, 2, stderr);
  const saved = join(folder, 'saved.json');
  writeFileSync(saved, stdout);
  assert.equal(readRecordFile(saved).kind, 'run');
  assert.match(stderr, /^\nStored in .*runs\.sqlite as [\w-]+\. See it again: loadstone report [\w-]+\n$/);
});
