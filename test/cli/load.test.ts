import assert from 'node:assert/strict';
import { it } from 'node:test';
import { trialRecordSchema } from '../../src/samples/trial-record.ts';
import { loadstone } from '../support/cli.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';

const SHORT = ['-t1', '-c2', '-d200ms'];

it("takes wrk's short names of --timeout and --latency", async () => {
  await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
  const url = `http://127.0.0.1:${server.port}/`;
  const asText = await loadstone(['load', ...SHORT, '-T', '3s', '-L', '--format', 'wrk', url]);
  assert.equal(asText.code, 0, asText.stderr);
  assert.match(asText.stdout, /Latency Distribution\n/);
  const asJson = await loadstone(['load', ...SHORT, '-T3', '--json', url]);
  assert.equal(trialRecordSchema.parse(JSON.parse(asJson.stdout)).load.timeoutMs, 3_000);
});
