import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { OwnTrialRecord } from '../../src/samples/own-trial-record.ts';
import { milliseconds } from '../../src/units.ts';
import { loadPort } from '../support/load.ts';
import { waitUntil } from '../support/processes.ts';
import { get, startServe, type ServerUnderTest } from './fixtures/server.ts';

const CONNECTIONS = 100;
const LOAD_MS = 4_000;
/** The signals come when all connections are loaded, and their effect has time to show while they are. */
const FIRST_MS = 700;
const BETWEEN_MS = 1_000;

/** Loads `/sync`, whose requests take 20 ms each: some are in flight in every thread whenever a signal comes. */
function loaded(server: ServerUnderTest): Promise<OwnTrialRecord> {
  return loadPort(server.port, {
    connections: CONNECTIONS,
    duration: milliseconds(LOAD_MS),
    timeout: milliseconds(10_000),
    endpoint: '/sync',
  });
}

function startLoadable(...flags: string[]): Promise<ServerUnderTest> {
  return startServe('--pool-size=8', '--hold=20ms', ...flags);
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Master, guard and workers. */
const processCount = (server: ServerUnderTest): number => server.running().length;

function assertNothingLost({ ledger, statusCodes, connections }: OwnTrialRecord): void {
  assert.deepEqual(ledger.failed, {});
  assert.equal(ledger.timedOut, 0);
  assert.deepEqual(Object.keys(statusCodes), ['200']);
  assertAllInUse(ledger, connections);
}

/** One or two may be opened anew just as the load ends. */
function assertAllInUse(ledger: OwnTrialRecord['ledger'], connections: OwnTrialRecord['connections']): void {
  const details = JSON.stringify({ ledger, connections });
  assert.ok(ledger.inFlightAtEnd >= CONNECTIONS * 0.95, `connections went out of use: ${details}`);
}

for (const balance of ['round-robin', 'reuseport', 'shared']) {
  test(`HUP under load renews every worker and fails no request, ${balance}`, async () => {
    await using server = await startLoadable('--workers=2', `--balance=${balance}`);
    const before = processCount(server);
    const load = loaded(server);
    await delay(FIRST_MS);
    server.master.kill('SIGHUP');
    assertNothingLost(await load);
    assert.deepEqual(server.workerPids.filter(isAlive), [], server.stderr());
    assert.equal(processCount(server), before);
  });

  test(`TTIN and TTOU under load add and remove a worker and fail no request, ${balance}`, async () => {
    await using server = await startLoadable('--workers=2', `--balance=${balance}`);
    const before = processCount(server);
    const load = loaded(server);
    await delay(FIRST_MS);
    server.master.kill('SIGTTIN');
    assert.notEqual(
      await waitUntil(() => processCount(server) === before + 1, 2_000),
      undefined,
      'none added',
    );
    await delay(BETWEEN_MS);
    server.master.kill('SIGTTOU');
    assert.notEqual(await waitUntil(() => processCount(server) === before, 2_000), undefined, 'none removed');
    assertNothingLost(await load);
  });
}

test('kill -9 of a worker under load fails its own requests at most, and another is there within 2 s', async () => {
  const workers = 4;
  await using server = await startLoadable(`--workers=${workers}`);
  const load = loaded(server);
  await delay(FIRST_MS);
  const [killed] = server.workerPids as [number];
  process.kill(killed, 'SIGKILL');
  const back = await waitUntil(() => /worker 1(?: \(pid \d+\))? is ready/.test(server.stderr()), 2_000);
  const { ledger, connections } = await load;
  assert.notEqual(back, undefined, `not back within 2 s: ${server.stderr()}`);
  const failed = Object.values(ledger.failed).reduce((sum, count) => sum + count, 0);
  // Connections are dealt in turn, so a worker has as many as any other.
  assert.ok(
    failed > 0 && failed <= CONNECTIONS / workers,
    `${failed} failed: ${JSON.stringify(ledger.failed)}`,
  );
  assert.equal(ledger.timedOut, 0);
  assertAllInUse(ledger, connections);
});

test('a worker whose event loop is blocked for longer than --timeout is replaced, and the log says why', async () => {
  await using server = await startServe('--workers=1', '--pool-size=1', '--hold=30s', '--timeout=2s');
  const [blockedPid] = server.workerPids as [number];
  const blocked = assert.rejects(get(server.port, '/blocking'));
  const took = await waitUntil(() => /is ready/.test(server.stderr()), 8_000);
  assert.notEqual(took, undefined, `not replaced within 8 s: ${server.stderr()}`);
  assert.ok((took ?? 0) >= 1_500, 'replaced before its time');
  await blocked;
  const replaced = server.messages.find(({ type }) => type === 'workerReplaced');
  assert.ok(replaced?.type === 'workerReplaced' && replaced.pid === blockedPid);
  assert.match(replaced.reason, /2 ?s/);
  // The reason stands in the log before the new worker's readiness, which was waited for.
  assert.ok(server.stderr().includes(replaced.reason), 'the log does not say why');
  assert.equal((await get(server.port, '/healthz')).status, 200);
});
