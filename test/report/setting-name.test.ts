import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingName, targetsOf } from '../../src/report/setting-name.ts';
import type { TargetRecord } from '../../src/samples/target-record.ts';
import { storedRun } from './fixtures/stored-run.ts';

const EMBEDDED = storedRun({}).run.plan.targets;

const command = (words: string[], workerClass: 'pool' | 'gthread' | 'sync'): TargetRecord => ({
  kind: 'command',
  name: null,
  command: words,
  env: {},
  workingFolder: null,
  workers: null,
  hold: null,
  model: { workerClass, threads: 1, poolSize: 40 },
});

const named = (
  [target]: readonly TargetRecord[],
  action: 'moreWorkers' | 'moreSlotsAWorker',
): string | undefined => (target === undefined ? 'no target' : settingName(target, action, 8));

test('a change is named as the server that needs it is started', () => {
  assert.equal(named(EMBEDDED, 'moreWorkers'), '-w 8');
  assert.equal(named(EMBEDDED, 'moreSlotsAWorker'), '--pool-size 8');
  assert.equal(named(targetsOf([{ workerClass: 'gthread' }], EMBEDDED), 'moreSlotsAWorker'), '--threads 8');
  assert.equal(named(targetsOf([{ workerClass: 'sync' }], EMBEDDED), 'moreSlotsAWorker'), undefined);
  const gunicorn = [command(['/usr/bin/gunicorn', 'app:app'], 'gthread')];
  assert.equal(named(gunicorn, 'moreWorkers'), '-w 8');
  assert.equal(named(gunicorn, 'moreSlotsAWorker'), '--threads 8');
  const uvicorn = [command(['uvicorn', 'app:app'], 'pool')];
  assert.equal(named(uvicorn, 'moreWorkers'), '--workers 8');
  assert.match(named(uvicorn, 'moreSlotsAWorker') ?? '', /total_tokens = 8/);
});

test('of a server that nothing is known of, and of several classes together, no setting is named', () => {
  assert.equal(named([command(['node', 'server.js'], 'pool')], 'moreWorkers'), undefined);
  assert.deepEqual(targetsOf([{ workerClass: 'pool' }, { workerClass: 'gthread' }], EMBEDDED), []);
});
