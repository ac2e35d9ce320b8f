import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { planSchema } from '../../../src/plan/plan.ts';
import { LiveKeeper, type LiveFold } from '../../../src/run/live/live-keeper.ts';
import { newRun } from '../../../src/run/new-run.ts';
import { LIVE_RUN_SCHEMA, type LiveRun } from '../../../src/samples/live-run.ts';
import { openStore } from '../../../src/store/sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-keeper-'));
after(() => rmSync(folder, { recursive: true }));

const plan = planSchema.parse({
  name: 'mine',
  target: { kind: 'embedded' },
  load: { duration: '1s', timeout: '1s' },
  factors: { workers: [1] },
});

/** Counts what it is given. */
function counting(): LiveFold<string> {
  let finished = 0;
  return {
    take: () => void finished++,
    read: (_, at) => ({
      schema: LIVE_RUN_SCHEMA,
      at: at.toISOString(),
      trials: null,
      finished,
      left: null,
      live: [],
    }),
  };
}

describe('what keeps how far a run has come', () => {
  it('writes what has changed, and at times what has not, until the run is over', (t) => {
    t.mock.timers.enable({ apis: ['setInterval', 'Date'] });
    const path = join(folder, 'kept.sqlite');
    const [store, reader] = [openStore(path), openStore(path)];
    const run = newRun({ plan, timeScale: 1, seed: 1, command: [] }, []);
    store.saveRun(run);
    const told: LiveRun[] = [];
    const keeper = new LiveKeeper({
      runId: run.id,
      store,
      fold: counting(),
      onLive: (live) => void told.push(live),
    });
    const kept = (): number | undefined => reader.findLive(run.id)?.finished;
    keeper.take('one', false);
    keeper.take('two', false);
    assert.deepEqual([kept(), told.map(({ finished }) => finished)], [1, [1, 2]]);
    t.mock.timers.tick(500);
    assert.equal(kept(), 2);
    // One of many need not be told at once.
    keeper.take('three', true);
    keeper.take('four', true);
    t.mock.timers.tick(500);
    assert.deepEqual([kept(), told.at(-1)?.finished], [4, 4]);
    keeper.end();
    assert.equal(kept(), undefined);
    t.mock.timers.tick(5_000);
    assert.equal(kept(), undefined);
    store.close();
    reader.close();
  });

  it('never waits for a store that is busy, and goes on without', () => {
    const path = join(folder, 'busy.sqlite');
    const store = openStore(path);
    const run = newRun({ plan, timeScale: 1, seed: 1, command: [] }, []);
    store.saveRun(run);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const keeper = new LiveKeeper({ runId: run.id, store, fold: counting(), onLive: () => {} });
    keeper.take('one', false);
    other.exec('ROLLBACK');
    other.close();
    assert.equal(store.findLive(run.id), undefined);
    keeper.end();
    store.close();
  });
});
