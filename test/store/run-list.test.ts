import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, it } from 'node:test';
import { LIVE_RUN_SCHEMA, type LiveRun } from '../../src/samples/live-run.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { defaultPlanPerSecond, simulatedRun } from '../report/fixtures/simulated-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-list-'));
after(() => rmSync(folder, { recursive: true }));

const stored = simulatedRun({ seed: 1, replicates: 1, perSecond: defaultPlanPerSecond, noise: 0.01 });
const live: LiveRun = {
  schema: LIVE_RUN_SCHEMA,
  at: '2026-01-01T00:00:10.000Z',
  trials: 8,
  finished: 1,
  left: { lowMs: 60_000, highMs: 60_000 },
  live: [],
};

it('lists what was started last first, with how many trials there are and which runs go on', () => {
  const store = openStore(join(folder, 'list.sqlite'));
  for (const [id, name] of [
    ['old', 'Mine'],
    ['newer', 'yours'],
    ['newest', 'of mine'],
  ] as const) {
    const startedAt = `2026-01-0${id.length - 2}T00:00:00.000Z`;
    store.saveRun({
      ...stored.run,
      id,
      startedAt,
      state: 'running',
      plan: { ...stored.run.plan, name },
    });
  }
  for (const trial of stored.trials.slice(0, 3)) store.addTrial('newer', trial);
  store.saveLive('newest', live);

  const { runs, total } = store.listRuns({ offset: 0, limit: 2 });
  assert.equal(total, 3);
  assert.deepEqual(
    runs.map(({ id, trials, conditions, liveAt }) => ({ id, trials, conditions, liveAt })),
    [
      { id: 'newest', trials: 0, conditions: 8, liveAt: live.at },
      { id: 'newer', trials: 3, conditions: 8, liveAt: null },
    ],
  );
  const ofMine = store.listRuns({ offset: 0, limit: 9, planName: 'mine' });
  assert.deepEqual(
    ofMine.runs.map(({ id }) => id),
    ['newest', 'old'],
  );
  assert.deepEqual(store.listRuns({ offset: 9, limit: 9 }), { runs: [], total: 3 });
  assert.deepEqual(store.findSummary('newer'), runs[1]);
  assert.equal(store.findSummary('never'), undefined);
  store.close();
});

it('gives back how far a run has come until it is over', () => {
  const store = openStore(join(folder, 'live.sqlite'));
  store.saveRun(stored.run);
  assert.equal(store.findLive(stored.run.id), undefined);
  store.saveLive(stored.run.id, { ...live, finished: 0 });
  store.saveLive(stored.run.id, live);
  assert.deepEqual(store.findLive(stored.run.id), live);
  store.removeLive(stored.run.id);
  assert.equal(store.findLive(stored.run.id), undefined);
  store.close();
});

it('has another version once another has written, and not before', () => {
  const path = join(folder, 'version.sqlite');
  const [reader, writer] = [openStore(path), openStore(path)];
  const before = reader.version();
  assert.equal(reader.version(), before);
  writer.saveRun(stored.run);
  assert.notEqual(reader.version(), before);
  reader.close();
  writer.close();
});

it('lists runs that it cannot read, and no progress in a form that it does not know', () => {
  const path = join(folder, 'other.sqlite');
  openStore(path).close();
  const database = new DatabaseSync(path);
  database.exec(`
    INSERT INTO runs VALUES ('other', '2026-01-01', '{"loadstoneVersion":"9","state":"paused"}');
    INSERT INTO live_runs VALUES ('other', '{"schema":"loadstone.live/9","at":"2026-01-01"}')`);
  database.close();
  const store = openStore(path);
  const [run] = store.listRuns({ offset: 0, limit: 1 }).runs;
  assert.deepEqual([run?.id, run?.planName, run?.loadstoneVersion], ['other', '', '9']);
  assert.equal(store.findLive('other'), undefined);
  store.close();
});
