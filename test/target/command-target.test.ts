import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { checkPlan } from '../../src/plan/check-plan.ts';
import { trialSettings, type TargetSettings } from '../../src/plan/trial-settings.ts';
import { Guard } from '../../src/target/guard.ts';
import { startTarget } from '../../src/target/start-target.ts';
import type { RunningTarget } from '../../src/target/target.ts';

const never = new AbortController().signal;
const SERVER = `require('node:http').createServer((_, response) => response.end()).listen(+process.argv[1], process.argv[2]);`;
const NEVER_AT_REST = `${SERVER} setInterval(() => { const end = Date.now() + 40; while (Date.now() < end); }, 60);`;

function settingsOf(target: object): TargetSettings {
  const plan = checkPlan(
    {
      name: 'mine',
      target: { kind: 'command', grace: '200ms', ready: { within: '10s', settle: '100ms' }, ...target },
      load: { duration: '1s', timeout: '1s' },
      factors: { connections: [10] },
    },
    'the test',
  );
  return trialSettings(plan, { connections: 10 }, 1).target;
}

const serving = (script: string): string[] => [process.execPath, '-e', script, '{port}', '{host}'];

describe('a command that starts a server', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  let guard: Guard;
  before(async () => {
    guard = await Guard.start();
  });
  after(() => guard.end());

  const start = (target: object): Promise<RunningTarget> => startTarget(guard)(settingsOf(target), never);

  it('is measured where it is told to listen, and gone after that', async () => {
    const target = await start({ command: serving(SERVER), host: '::1', workers: 1 });
    assert.equal(target.url.hostname, '[::1]');
    assert.equal((await fetch(target.url)).status, 200);
    assert.equal(target.subject?.port, Number(target.url.port));
    await target.stop();
    await assert.rejects(fetch(target.url));
  });

  it('is measured even if it never rests, once it was waited for', async () => {
    const begin = performance.now();
    const target = await start({ command: serving(NEVER_AT_REST) });
    // Ten times the rest that was asked for.
    assert.ok(performance.now() - begin >= 1_000);
    await target.stop();
  });

  it('is ready when the check of the plan says so, whatever can be counted', async () => {
    const check = (code: number): object => ({
      command: serving(SERVER),
      workers: 4,
      ready: { within: '2s', settle: '0', check: [process.execPath, '-e', `process.exit(${code})`] },
    });
    await (await start(check(0))).stop();
    await assert.rejects(start(check(1)), /not ready within 2s: the plan's own check does not succeed/);
  });

  for (const [what, target, expected] of [
    ['is not there', { command: ['no-such-command'] }, /no-such-command: .*ENOENT.*on the PATH\?/],
    ['has no working folder', { command: ['true'], workingFolder: '/no/such' }, /\/no\/such: .*is no folder/],
    [
      'cannot listen where it is to',
      { command: ['true'], host: '192.0.2.1' },
      /host 192\.0\.2\.1: nothing can listen/,
    ],
    ['goes to the background', { command: ['true'] }, /ended by itself \(exit code 0\)/],
  ] as const)
    it(`${what} and is said to`, async () => {
      await assert.rejects(
        start(target),
        (error) => error instanceof UserError && error.exitCode === 1 && expected.test(error.line),
      );
    });
});
