import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { trialRecordSchema } from '../../src/samples/trial-record.ts';
import { loadstone } from '../support/cli.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';
import { AUTHORITY_FILE, startTlsServer } from '../support/tls-server.ts';

const SHORT = ['-t1', '-c2', '-d200ms'];
const NO_UNIX_SOCKETS = process.platform === 'win32' && 'needs unix sockets in files';
const answer = (socket: Socket): void => void socket.write(OK_RESPONSE);

it("takes wrk's short names of --timeout and --latency", async () => {
  await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
  const url = `http://127.0.0.1:${server.port}/`;
  const asText = await loadstone(['load', ...SHORT, '-T', '3s', '-L', '--format', 'wrk', url]);
  assert.equal(asText.code, 0, asText.stderr);
  assert.match(asText.stdout, /Latency Distribution\n/);
  const asJson = await loadstone(['load', ...SHORT, '-T3', '--json', url]);
  assert.equal(trialRecordSchema.parse(JSON.parse(asJson.stdout)).load.timeoutMs, 3_000);
});

describe('https from the command line', () => {
  it('is verified against the authorities of --cacert', async () => {
    await using server = await startTlsServer('good', answer);
    const url = `https://localhost:${server.port}/`;
    const { code, stdout, stderr } = await loadstone(['load', ...SHORT, '--cacert', AUTHORITY_FILE, url]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, / 0 failed/);
    assert.doesNotMatch(stdout, /not verified/);
  });

  it('says so when nothing was verified', async () => {
    await using server = await startTlsServer('self-signed', answer);
    const url = `https://127.0.0.1:${server.port}/`;
    const { code, stdout } = await loadstone(['load', ...SHORT, '--insecure', url]);
    assert.equal(code, 0);
    assert.match(stdout, / 0 failed/);
    assert.match(stdout, /^TLS +the server's certificate was not verified$/m);
  });

  it('fails on a certificate that nobody vouches for, whatever the environment says', async () => {
    await using server = await startTlsServer('self-signed', answer);
    const url = `https://127.0.0.1:${server.port}/`;
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { code, stdout } = await loadstone(['load', ...SHORT, url], { env });
    assert.equal(code, 1);
    assert.match(stdout, /^Failed +\d+ tls:DEPTH_ZERO_SELF_SIGNED_CERT$/m);
  });

  it('that is asked for as http fails in one way that is named', async () => {
    await using server = await startTlsServer('good', answer);
    const { code, stdout } = await loadstone(['load', ...SHORT, `http://127.0.0.1:${server.port}/`]);
    assert.equal(code, 1);
    assert.match(stdout, /^Failed +\d+ read:(?:closedBeforeResponse|ECONNRESET)$/m);
  });
});

it('connects to a unix socket, and takes path and Host from the URL', { skip: NO_UNIX_SOCKETS }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-cli-'));
  const path = join(folder, 'app.sock');
  const heads = new Set<string>();
  const server = createServer((request, response) => {
    heads.add(`${request.headers.host}${request.url}`);
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const result = await loadstone(['load', ...SHORT, '--unix-socket', path, 'http://app.example/where?x']);
  server.close();
  rmSync(folder, { recursive: true });
  assert.equal(result.code, 0, result.stderr);
  assert.deepEqual([...heads], ['app.example/where?x']);
});
