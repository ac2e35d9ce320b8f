import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { DEFAULT_PLAN, loadPlan } from '../../src/plan/load-plan.ts';
import { meanHold } from '../../src/plan/hold.ts';
import { trialSettings } from '../../src/plan/trial-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-plan-'));
after(() => rmSync(folder, { recursive: true }));

let files = 0;
function planFile(content: string, extension = 'mjs'): string {
  const path = join(folder, `plan-${files++}.${extension}`);
  writeFileSync(path, content);
  return path;
}

const sound = {
  name: 'mine',
  target: { kind: 'embedded' },
  load: { duration: '1s', timeout: '2s' },
  factors: { workers: [1, 2] },
};

describe('loadPlan', () => {
  it('loads the default plan by name and as it is named in a checkout', async () => {
    const plan = await loadPlan(DEFAULT_PLAN);
    assert.deepEqual(plan, await loadPlan(`experiments/${DEFAULT_PLAN}.ts`));
    assert.equal(plan.published?.cells.length, 8);
  });

  it('fills in defaults and reads durations', async () => {
    const plan = await loadPlan(planFile(JSON.stringify(sound), 'json'));
    const target = plan.targets[''];
    assert.ok(target?.kind === 'embedded');
    assert.deepEqual([target.poolSize, plan.load.timeout, plan.replicates], [40, 2_000, 1]);
  });

  const wrong: readonly [name: string, content: unknown, expected: RegExp][] = [
    ['an unknown key', { ...sound, wrokers: 1 }, /wrokers/],
    ['an unknown key of the load', { ...sound, load: { ...sound.load, rps: 1 } }, /load.*rps/],
    [
      'an empty factor',
      { ...sound, factors: { workers: [] } },
      /factors\.workers: a factor needs at least one level/,
    ],
    [
      'a factor that has a level twice',
      { ...sound, factors: { workers: [1, 2, 1] } },
      /factors\.workers: the level 1 stands here twice/,
    ],
    [
      'a factor whose levels are one setting in two spellings',
      { ...sound, factors: { workers: [1, 2], duration: ['60s', '10s', '1m'] } },
      /factors\.duration: the levels "60s" and "1m" are the same/,
    ],
    [
      'a factor that has one hold in two spellings',
      { ...sound, factors: { hold: ['exp:1s', 'exp:1000ms'] } },
      /factors\.hold: the levels "exp:1s" and "exp:1000ms" are the same/,
    ],
    [
      'a hold that is none',
      { ...sound, target: { kind: 'embedded', hold: 'exp' } },
      /target\.hold: "exp" is not a hold; write a duration such as 250ms, or exp:MEAN/,
    ],
    [
      'a worker class that is none',
      { ...sound, factors: { workerClass: ['threads'] } },
      /factors\.workerClass: "threads"/,
    ],
    ['no factor', { ...sound, factors: {} }, /factors: a plan needs at least one factor/],
    ['an unknown factor', { ...sound, factors: { colour: ['red'] } }, /colour/],
    [
      'a level its setting cannot have',
      { ...sound, factors: { workers: ['many'] } },
      /factors\.workers: "many"/,
    ],
    [
      'more threads than a worker can have',
      { ...sound, target: { kind: 'embedded', poolSize: 70_000 } },
      /target\.poolSize: a worker has at most 4096 threads/,
    ],
    [
      'a bad duration',
      { ...sound, load: { duration: '1 minute', timeout: '2s' } },
      /load\.duration: "1 minute"/,
    ],
    [
      'fewer connections than generator threads',
      { ...sound, factors: { connections: [2] } },
      /2 connections/,
    ],
  ];
  for (const [name, content, expected] of wrong) {
    it(`says in one line what is wrong with ${name}`, async () => {
      const file = planFile(JSON.stringify(content), 'json');
      await assert.rejects(loadPlan(file), (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.exitCode, 2);
        assert.match(error.line, expected);
        assert.ok(error.line.startsWith(file) && !error.line.includes('\n'));
        return true;
      });
    });
  }

  it('says what a plan file threw', async () => {
    await assert.rejects(loadPlan(planFile('throw new Error("no luck")')), /cannot be read: no luck/);
  });

  it('asks for a default export', async () => {
    await assert.rejects(loadPlan(planFile('export const plan = 1;')), /no default export/);
  });

  it('names the plans that ship when there is no such file', async () => {
    await assert.rejects(
      loadPlan('no-such-plan'),
      (error) => error instanceof UserError && /sync-vs-async/.test(error.line),
    );
  });
});

describe('a plan', () => {
  it('scales hold, duration and time-out together', async () => {
    const plan = await loadPlan(DEFAULT_PLAN);
    const { target, load } = trialSettings(plan, { workers: 4, threads: 1, endpoint: '/sync' }, 0.1);
    assert.ok(target.kind === 'embedded');
    const { server } = target;
    assert.deepEqual(
      [server.workers, meanHold(server.hold), load.duration, load.timeout, load.endpoint],
      [4, 1_000, 6_000, 3_000, '/sync'],
    );
  });

  it('may vary the worker class, the balance and the hold', async () => {
    const factors = { workerClass: ['gthread', 'loop'], balance: ['shared'], hold: ['exp:250ms', '0ms'] };
    const plan = await loadPlan(planFile(JSON.stringify({ ...sound, factors }), 'json'));
    const { target } = trialSettings(
      plan,
      { workerClass: 'loop', balance: 'shared', hold: 'exp:250ms' },
      0.1,
    );
    assert.ok(target.kind === 'embedded');
    assert.equal(target.server.workerClass, 'loop');
    assert.equal(target.server.balance, 'shared');
    assert.deepEqual(target.hold, { kind: 'exponential', mean: 25 });
  });
});
