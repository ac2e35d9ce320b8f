import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { accountedCount, begunCount, dueCount, failedCount, unsentCount } from '../../src/samples/ledger.ts';
import type { OwnTrialRecord } from '../../src/samples/own-trial-record.ts';
import { loadstone, startLoadstone, type CommandOptions, type CommandResult } from '../support/cli.ts';
import { waitUntil } from '../support/processes.ts';
import { OK_RESPONSE, startUnixServer } from '../support/tcp-server.ts';
import { AUTHORITY_FILE, startTlsServer } from '../support/tls-server.ts';
import { ownRecord } from '../support/own-record.ts';

const NO_UNIX = process.platform === 'win32' && 'needs unix sockets, signals and ulimit';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-load-'));
after(() => rmSync(folder, { recursive: true }));

/** What the server was asked, each kind once. */
const asked = new Set<string>();
/** Answers at once, but for /never; keeps in mind what it was asked. */
const server = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  asked.add(`${request.method} ${request.url} ${request.headers['content-type'] ?? ''} ${body.toString()}`);
  if (request.url === '/missing') response.statusCode = 404;
  if (request.url === '/close') response.setHeader('connection', 'close');
  if (request.url !== '/never') response.end('done');
}

before(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
after(() => {
  server.closeAllConnections();
  server.close();
});

function urlOf(path: string): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}

/** The record that a command printed, whose ledger and arrivals have to balance. */
function recordIn({ stdout, stderr }: CommandResult): OwnTrialRecord {
  assert.equal(stderr, '');
  const record = ownRecord(JSON.parse(stdout));
  assert.equal(accountedCount(record.ledger), begunCount(record.ledger));
  const { arrivals, ledger } = record;
  if (arrivals !== null) assert.equal(ledger.started + unsentCount(arrivals), dueCount(arrivals));
  return record;
}

async function load(
  code: number,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<OwnTrialRecord> {
  const result = await loadstone(['load', '--json', ...args], options);
  assert.equal(result.code, code, result.stderr);
  return recordIn(result);
}

/** Interrupts a load once the server has been asked for a path that is the test's own. */
async function interrupt(path: string, args: readonly string[]): Promise<OwnTrialRecord> {
  const command = startLoadstone(['load', '--json', ...args, urlOf(path)]);
  await waitUntil(() => asked.has(`GET ${path}  `), 20_000);
  command.process.kill('SIGINT');
  const result = await command.finished;
  assert.equal(result.code, 130, result.stderr);
  return recordIn(result);
}

describe('loadstone load', () => {
  it('runs a closed loop for a time', async () => {
    const { load: did, arrivals, ledger, statusCodes } = await load(0, ['-t2', '-c4', '-d200ms', urlOf('/')]);
    assert.deepEqual(
      [did.loop, did.generatorThreads, did.connections, did.durationMs, did.requests, did.arrivals, did.tls],
      ['closed', 2, 4, 200, null, null, null],
    );
    assert.equal(arrivals, null);
    assert.deepEqual(statusCodes, { 200: ledger.completed });
  });

  it('runs an open loop at a rate, with Poisson arrivals', async () => {
    const args = ['-R', '500', '-d400ms', '--arrivals', 'poisson', '--seed', '7', urlOf('/')];
    const { load: did, arrivals } = await load(0, args);
    assert.equal(did.loop, 'open');
    assert.deepEqual(did.arrivals, {
      perSecond: 500,
      process: 'poisson',
      seed: 7,
      catchUp: 'send',
      connectionsMax: 10_000,
    });
    assert.ok(arrivals !== null && arrivals.scheduled > 100 && arrivals.scheduled < 400);
  });

  it('ends when the number of requests is done, and not before', async () => {
    const { load: did, ledger } = await load(0, ['-c8', '-n', '1k', urlOf('/')]);
    assert.deepEqual([did.durationMs, did.requests], [null, 1_000]);
    assert.deepEqual([ledger.started, ledger.completed], [1_000, 1_000]);
  });

  it('sends the method, the headers and the body of a file', async () => {
    const payload = join(folder, 'payload.json');
    writeFileSync(payload, '{"a":1}');
    const args = ['-X', 'PUT', '-H', 'content-type: application/json', '--body', `@${payload}`];
    await load(0, [...args, '-n20', urlOf('/orders')]);
    assert.ok(asked.has('PUT /orders application/json {"a":1}'));
  });

  it('sends each request of a file', async () => {
    const requests = join(folder, 'requests.ndjson');
    writeFileSync(requests, '{"path":"/mix/a"}\n{"method":"POST","path":"/mix/b","body":"text"}\n');
    const { ledger } = await load(0, ['--requests', requests, '-n20', urlOf('/')]);
    assert.equal(ledger.completed, 20);
    const mixed = [...asked].filter((line) => line.includes('/mix/'));
    assert.deepEqual(mixed.map((line) => line.split(' ').slice(0, 2).join(' ')).toSorted(), [
      'GET /mix/a',
      'POST /mix/b',
    ]);
  });

  it('ramps, warms up and thinks before it measures', async () => {
    const times = ['--think', '20ms', '--ramp', '100ms', '--warmup', '100ms', '-d300ms'];
    const { load: did, windowMs, ledger } = await load(0, ['-c4', ...times, urlOf('/')]);
    assert.deepEqual([did.thinkTimeMs, did.rampMs, did.warmupMs, windowMs], [20, 100, 100, 300]);
    assert.ok(ledger.started >= 4 && ledger.started <= 4 * (300 / 20 + 1), `${ledger.started} started`);
  });

  it('says that a server which answers with errors gives no result', async () => {
    const { validity } = await load(1, ['-n20', urlOf('/missing')]);
    assert.deepEqual(validity.reasons, ['every response was an error (status 404)']);
  });

  it('opens a connection anew for each request where the server closes it', async () => {
    const { connections } = await load(0, ['-c2', '-n20', urlOf('/close')]);
    assert.deepEqual([connections.closedByServer, connections.reused], [20, 0]);
  });

  for (const [loop, args, started] of [
    ['closed', ['-n6'], 6],
    ['open', ['-n6', '-R', '200'], 6],
  ] as const)
    it(`counts the requests as failed in the ${loop} loop where nobody listens, and ends`, async () => {
      const url = 'http://127.0.0.1:1/';
      const { ledger, validity } = await load(1, ['-c2', ...args, url]);
      assert.deepEqual(ledger.failed, { 'connect:ECONNREFUSED': started });
      assert.equal(validity.reasons[0], 'every request failed');
    });

  for (const transport of ['auto', 'node'])
    it(`counts the connections that no file is left for, over ${transport}`, { skip: NO_UNIX }, async () => {
      const args = ['-c400', '-d200ms', '--transport', transport, urlOf('/')];
      const { ledger, connections } = await load(1, args, { openFiles: 200 });
      assert.deepEqual(Object.keys(ledger.failed), ['connect:EMFILE']);
      assert.equal(connections.used, 400);
      assert.ok(connections.neverOpened >= 150, `${connections.neverOpened} did not open`);
      assert.ok(ledger.completed > 0);
    });

  it('tries connections an open loop has no file for ever more seldom', { skip: NO_UNIX }, async () => {
    const args = ['-R', '1k', '-d300ms', urlOf('/never')];
    const { connections } = await load(1, args, { openFiles: 150 });
    assert.ok(connections.used < 300, `${connections.used} were tried`);
  });
});

describe('loadstone load over other ways to a server', () => {
  it('speaks TLS, and trusts the authority it is told of', async () => {
    await using secure = await startTlsServer('good', (socket) => void socket.write(OK_RESPONSE));
    const url = `https://127.0.0.1:${secure.port}/`;
    const { load: did } = await load(0, ['-n20', '--cacert', AUTHORITY_FILE, url]);
    assert.deepEqual([did.tls, did.transport, did.stamps], [{ verified: true }, 'node', 'user']);
    const refused = await load(1, ['-n4', '-c2', url]);
    assert.equal(failedCount(refused.ledger), 4);
    assert.match(Object.keys(refused.ledger.failed).join(), /^tls:\w+$/);
    const lax = await load(0, ['-n20', '--insecure', url]);
    assert.deepEqual(lax.load.tls, { verified: false });
  });

  it('connects to a unix socket', { skip: NO_UNIX }, async () => {
    const path = join(folder, 'app.sock');
    await using local = await startUnixServer(path, (socket) => void socket.write(OK_RESPONSE));
    const { ledger } = await load(0, ['-c2', '-n20', '--unix-socket', path, 'http://localhost/']);
    assert.deepEqual([ledger.completed, local.accepted], [20, 2]);
  });
});

describe('the samples of loadstone load', () => {
  it('are as many as the ledger has requests, of each outcome', async () => {
    const file = join(folder, 'samples.ndjson');
    const args = ['-c4', '--warmup', '100ms', '-d200ms', '--samples', file, urlOf('/')];
    const { ledger, rawSamples } = await load(0, args);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.deepEqual(rawSamples, { written: lines.length, dropped: 0 });
    assert.equal(lines.length, begunCount(ledger));
    const outcomes = lines.map((line) => (JSON.parse(line) as { outcome: string }).outcome);
    const countOf = (outcome: string): number => outcomes.filter((each) => each === outcome).length;
    assert.deepEqual([countOf('completed'), countOf('inFlight')], [ledger.completed, ledger.inFlightAtEnd]);
  });

  it('are one row each under a head in CSV', async () => {
    const file = join(folder, 'samples.csv');
    const { rawSamples } = await load(0, ['-n50', '--samples', file, urlOf('/')]);
    const [head = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.deepEqual([rawSamples, rows.length], [{ written: 50, dropped: 0 }, 50]);
    for (const row of rows) assert.equal(row.split(',').length, head.split(',').length);
  });
});

describe('Ctrl-C on loadstone load', { skip: NO_UNIX }, () => {
  for (const [loop, args] of [
    ['closed', ['-c4']],
    ['open', ['-R', '200']],
  ] as const)
    it(`in the warm-up of the ${loop} loop leaves an empty window`, async () => {
      const record = await interrupt(`/warm-${loop}`, [...args, '--warmup', '1m', '-d1m']);
      assert.deepEqual([record.windowMs, record.ledger.started, record.ledger.completed], [0, 0, 0]);
      assert.deepEqual(record.validity.reasons, ['stopped before the measurement window']);
    });

  it('in the ramp leaves an empty window', async () => {
    const record = await interrupt('/ramp', ['-c4', '--ramp', '1m', '-d1m']);
    assert.deepEqual([record.windowMs, record.ledger.started], [0, 0]);
  });

  for (const [loop, args] of [
    ['closed', []],
    ['open', ['-R', '200']],
  ] as const)
    it(`before all of the requests of the ${loop} loop are done tells what was`, async () => {
      const record = await interrupt(`/count-${loop}`, ['-c4', '-n', '100m', ...args]);
      assert.ok(record.ledger.started > 0);
      assert.match(record.validity.reasons.join(), /^stopped after \d+ ms$/);
    });
});
