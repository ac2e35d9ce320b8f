import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { parseHTML } from 'linkedom';
import { renderedRuns } from '../../src/dashboard/rendered-runs.ts';
import { storeReader } from '../../src/dashboard/store-reader.ts';
import { listTopic, runTopic, type Look } from '../../src/dashboard/topics.ts';
import { liveView, seenRun } from '../../src/dashboard/views.ts';
import { loadPencil } from '../../src/report/charts/pencil.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { LIVE, NOW_MS, runOf, storePath, writeLive, writeRuns } from './fixtures/dashboard.ts';

/** A store that one writes and another reads, as in two terminals. */
function watched() {
  const path = storePath();
  const reader = storeReader(path);
  after(() => reader.close());
  const clock = { nowMs: NOW_MS };
  const sources = {
    reader,
    pencil: loadPencil,
    runs: renderedRuns(reader, loadPencil),
    nowMs: () => clock.nowMs,
  };
  return { path, reader, clock, sources };
}

const running = runOf('a', {
  state: 'running',
  trials: [{ condition: { endpoint: '/a' }, ledger: { completed: 9 } }],
});

function textOf({ parts }: Look, name: string): string {
  const found = parts.find(({ part }) => part === name)?.html ?? '';
  const { document } = parseHTML(`<!doctype html><html><body>${found}</body></html>`);
  return document.body.textContent.replaceAll(/\s+/g, ' ').trim();
}

describe('the topic of a run', () => {
  it('is the live trial, the report as trials are added, and the end', async () => {
    const { path, sources } = watched();
    writeRuns(path, { ...running, trials: [] });
    writeLive(path, 'a', { ...LIVE, finished: 0 });
    const topic = runTopic(sources, 'a');
    const first = await topic.look();
    assert.equal(textOf(first, 'run-status'), '▶ running 0 of 2 trials finished.');
    assert.match(textOf(first, 'run-live'), /^Now 0 of 2 trials.*Trial 2: \/b/);
    assert.match(textOf(first, 'run-report'), /None is finished yet/);
    assert.equal(first.isOver, false);

    const store = openStore(path);
    for (const trial of running.trials) store.addTrial('a', trial);
    store.saveRun({ ...running.run, state: 'finished', finishedAt: '2026-01-02T03:14:00.000Z' });
    store.removeLive('a');
    store.close();
    // Drawing has its ration of the time as long as something is measured, and none after that.
    const last = await topic.look();
    assert.equal(last.isBehind, false);
    assert.equal(textOf(last, 'run-live'), '');
    assert.match(textOf(last, 'run-status'), /^✓ finished/);
    assert.match(textOf(last, 'run-report'), /Trials in the order.* 1 \/a|1 endpoint \/a/);
    assert.equal(last.isOver, true);
  });

  it('has its live part drawn once a second at most', async () => {
    const { path, sources } = watched();
    writeRuns(path, running);
    writeLive(path, 'a', LIVE);
    const topic = runTopic(sources, 'a');
    const first = await topic.look();
    writeLive(path, 'a', { ...LIVE, left: null });
    const second = await topic.look();
    assert.equal(textOf(second, 'run-live'), textOf(first, 'run-live'));
    assert.equal(second.isBehind, true);
  });

  it('breaks off where nothing is heard of it any more', async () => {
    const { path, sources, clock } = watched();
    writeRuns(path, running);
    writeLive(path, 'a', LIVE);
    const topic = runTopic(sources, 'a');
    assert.match(textOf(await topic.look(), 'run-status'), /running/);
    clock.nowMs += 16_000;
    const left = await topic.look();
    assert.match(textOf(left, 'run-status'), /broke off Its runner says nothing any more/);
    assert.equal(textOf(left, 'run-live'), '');
    assert.equal(left.isOver, false);
  });

  it('goes on as it did when it was looked at, however long drawing it takes', async () => {
    const { path, sources, clock } = watched();
    writeRuns(path, running);
    writeLive(path, 'a', LIVE);
    const slow = {
      ...sources,
      pencil: () => {
        clock.nowMs += 16_000;
        return loadPencil();
      },
    };
    const seen = seenRun(slow, 'a') ?? assert.fail();
    await slow.pencil();
    assert.equal((await liveView(slow, seen)).state, 'running');
  });

  it('is over where there is no such run', async () => {
    const { sources } = watched();
    assert.deepEqual(await runTopic(sources, 'a').look(), { parts: [], isBehind: false, isOver: true });
  });
});

it('the topic of the list has what another process has written since', async () => {
  const { path, reader, sources } = watched();
  const topic = listTopic(sources, { page: 1, plan: '' });
  const before = reader.version();
  assert.equal(reader.version(), before);
  assert.match(textOf(await topic.look(), 'run-list'), /Nothing has been run yet/);
  writeRuns(path, running);
  assert.notEqual(reader.version(), before);
  assert.match(textOf(await topic.look(), 'run-list'), /broke off|starting/);
});

it('a store that was put in the place of another is read', async () => {
  const { path, reader } = watched();
  writeRuns(path, running);
  assert.equal(
    reader.read((store) => store.listRuns({ offset: 0, limit: 9 }).total),
    1,
  );
  const before = reader.version();
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
  assert.equal(
    reader.read(() => 1),
    undefined,
  );
  writeRuns(path, running, runOf('b'));
  assert.equal(
    reader.read((store) => store.listRuns({ offset: 0, limit: 9 }).total),
    2,
  );
  assert.notEqual(reader.version(), before);
});

it('a rendering is kept until a trial is added', async () => {
  const { path, sources } = watched();
  writeRuns(path, { ...running, trials: [] });
  const summary = () => sources.reader.read((store) => store.findSummary('a')) ?? assert.fail();
  const first = await sources.runs.rendered(summary());
  assert.equal(await sources.runs.rendered(summary()), first);
  const store = openStore(path);
  for (const trial of running.trials) store.addTrial('a', trial);
  store.close();
  const second = await sources.runs.rendered(summary());
  assert.equal(second?.stored.trials.length, 1);
});
