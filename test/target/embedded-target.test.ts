import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it, test } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { serverSettingsSchema, type ServerSettings } from '../../src/plan/server-settings.ts';
import { serveArguments, startEmbedded } from '../../src/target/embedded-target.ts';
import { Guard } from '../../src/target/guard.ts';
import { processesWith, waitUntil } from '../support/processes.ts';

const MARK = `LOADSTONE_TEST_MARK=target-${process.pid}`;
const never = new AbortController().signal;

function settingsOf(given: Partial<ServerSettings>): ServerSettings {
  return { ...serverSettingsSchema.parse({ hold: '50ms', poolSize: 2 }), ...given };
}

test('every setting of the server has its flag', () => {
  const settings = serverSettingsSchema.parse({
    workers: 2,
    threads: 3,
    workerClass: 'gthread',
    poolSize: 4,
    hold: 'lognormal:250ms:0.8',
    holdSeed: 5,
    balance: 'shared',
    workerTimeout: '0s',
    limitInFlight: 6,
    app: 'my-app.ts',
  });
  assert.deepEqual(serveArguments(settings), [
    'serve',
    '--workers=2',
    '--threads=3',
    '--worker-class=gthread',
    '--pool-size=4',
    '--balance=shared',
    '--timeout=0ms',
    '--limit-in-flight=6',
    '--hold=lognormal:250ms:0.8',
    '--hold-seed=5',
    '--bind=127.0.0.1:0',
    '--graceful-timeout=100ms',
    join(process.cwd(), 'my-app.ts'),
  ]);
  const { limitInFlight: _, app: __, ...without } = settings;
  const text = serveArguments(without).join(' ');
  assert.ok(!text.includes('limit-in-flight') && text.endsWith('--graceful-timeout=100ms'));
});

/** The server's own processes: the guardian and this one carry the mark as well. */
function serverProcesses(): number[] {
  return processesWith(MARK).filter((pid) => pid !== process.pid);
}

describe('the embedded target', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  let guard: Guard;
  before(async () => {
    guard = await Guard.start();
    const [name = '', value = ''] = MARK.split('=');
    process.env[name] = value;
  });
  after(() => guard.end());

  it('answers when it says it is ready, and leaves no process and no port', async () => {
    const target = await startEmbedded(settingsOf({ workers: 2 }), guard, never);
    const response = await fetch(new URL('/async', target.url));
    assert.equal(response.status, 200);
    await response.text();
    assert.ok(serverProcesses().length >= 3);
    assert.deepEqual(target.problems(), []);
    await target.stop();
    assert.deepEqual(serverProcesses(), []);
    await assert.rejects(fetch(target.url));
    assert.deepEqual(target.problems(), []);
  });

  it('is stopped at once, though a handler holds a thread and another the event loop', async () => {
    const target = await startEmbedded(
      settingsOf({ hold: serverSettingsSchema.shape.hold.parse('60s') }),
      guard,
      never,
    );
    const held = ['/sync', '/blocking'].map((path) =>
      fetch(new URL(path, target.url)).catch(() => undefined),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    const start = performance.now();
    await target.stop();
    assert.ok(performance.now() - start < 5_000);
    assert.deepEqual(serverProcesses(), []);
    await Promise.all(held);
  });

  it('says that a worker was replaced', async () => {
    const target = await startEmbedded(settingsOf({ workers: 2 }), guard, never);
    const worker = Math.max(...serverProcesses());
    process.kill(worker, 'SIGKILL');
    assert.ok((await waitUntil(() => target.problems().length > 0, 3_000)) !== undefined);
    assert.match(
      target.problems()[0] ?? '',
      /^worker \d+ was replaced during the trial: was killed by SIGKILL/,
    );
    assert.equal(target.ended.aborted, false);
    await target.stop();
  });

  it('says that the server ended, and nothing of it stays', async () => {
    const target = await startEmbedded(settingsOf({ workers: 2 }), guard, never);
    process.kill(Math.min(...serverProcesses()), 'SIGKILL');
    assert.ok((await waitUntil(() => target.ended.aborted, 3_000)) !== undefined);
    assert.match(
      target.problems().join(),
      /^the server ended by itself \(signal SIGKILL\); it said: .*ready on /,
    );
    await target.stop();
    assert.deepEqual(serverProcesses(), []);
  });

  it('fails with what the server said when it cannot start', async () => {
    const start = startEmbedded(settingsOf({ poolSize: Number.NaN }), guard, never);
    await assert.rejects(
      start,
      (error) => error instanceof UserError && /exit code 2.*it said: .*NaN/.test(error.line),
    );
    assert.deepEqual(serverProcesses(), []);
  });

  it('fails with that even when its processes cannot be ended either', async () => {
    const broken = {
      watch: () => {},
      release: () => {
        throw new Error('the group could not be ended');
      },
    };
    const start = startEmbedded(settingsOf({ poolSize: Number.NaN }), broken, never);
    await assert.rejects(start, (error) => error instanceof UserError && /it said: .*NaN/.test(error.line));
  });

  it('gives up at once when the run is interrupted while the server starts', async () => {
    const start = startEmbedded(settingsOf({ workers: 4, poolSize: 40 }), guard, AbortSignal.timeout(200));
    await assert.rejects(start);
    assert.deepEqual(serverProcesses(), []);
  });
});
