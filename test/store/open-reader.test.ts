import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { openReader } from '../../src/store/open-reader.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { defaultPlanPerSecond, simulatedRun } from '../report/fixtures/simulated-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-reader-'));
after(() => rmSync(folder, { recursive: true }));

const stored = simulatedRun({ seed: 1, replicates: 1, perSecond: defaultPlanPerSecond, noise: 0.01 });
const page = { offset: 0, limit: 9 };
const inFolder = (name: string): string => join(folder, name);

/** A store with one run in it. */
function storeWithRun(name: string): string {
  const store = openStore(inFolder(name));
  store.saveRun(stored.run);
  store.close();
  return store.location;
}

function alter(path: string, statement: string): void {
  const database = new DatabaseSync(path);
  database.exec(statement);
  database.close();
}

it('makes nothing where nothing was stored yet', () => {
  writeFileSync(inFolder('empty.sqlite'), '');
  for (const name of ['none.sqlite', 'empty.sqlite', ':memory:'])
    assert.equal(openReader(inFolder(name)), undefined, name);
  assert.deepEqual(readdirSync(folder), ['empty.sqlite']);
  assert.equal(readFileSync(inFolder('empty.sqlite')).length, 0);
});

it('reads a store that an older version made, and leaves it as it is', () => {
  const path = storeWithRun('older.sqlite');
  alter(path, 'DROP TABLE live_runs; DROP INDEX runs_by_start');
  const before = readFileSync(path);
  const reader = openReader(path);
  assert.equal(reader?.listRuns(page).runs[0]?.liveAt, null);
  assert.equal(reader?.findSummary(stored.run.id)?.id, stored.run.id);
  assert.equal(reader?.findLive(stored.run.id), undefined);
  assert.deepEqual(reader?.latestRun()?.run, stored.run);
  reader?.close();
  assert.deepEqual(readFileSync(path), before);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('older')),
    ['older.sqlite'],
  );
});

for (const [name, tables] of [
  ['another program’s tables', 'CREATE TABLE people (id)'],
  ['a table of the same name', 'CREATE TABLE runs (id, miles); CREATE TABLE trials (run_id)'],
] as const)
  it(`refuses a database with ${name}, to read and to write, and leaves it as it is`, () => {
    const path = inFolder(`${name}.sqlite`);
    alter(path, tables);
    const before = readFileSync(path);
    for (const open of [openReader, openStore])
      assert.throws(
        () => open(path),
        (error) => error instanceof UserError && /a database of another program/.test(error.line),
      );
    assert.deepEqual(readFileSync(path), before);
  });

it('says in one line that a file is no database, or only half of one', () => {
  writeFileSync(inFolder('text.sqlite'), 'not a database, though long enough to look at. '.repeat(20));
  const whole = readFileSync(storeWithRun('whole.sqlite'));
  writeFileSync(inFolder('half.sqlite'), whole.subarray(0, whole.length / 2));
  for (const name of ['text.sqlite', 'half.sqlite'])
    assert.throws(
      () => openReader(inFolder(name))?.latestRun(),
      (error) => error instanceof UserError && /the store cannot be read: /.test(error.line),
      name,
    );
});

it('lists the other runs where the record of one is damaged, or of no form that is known', () => {
  const path = storeWithRun('damaged.sqlite');
  alter(
    path,
    `INSERT INTO runs VALUES ('broken', '2100-01-01', '{"plan'), ('odd', '2100-01-02', '{"plan":{"name":5}}'), ('list', '2100-01-03', '[]');
     INSERT INTO live_runs VALUES ('broken', '{')`,
  );
  const reader = openReader(path);
  const { runs, total } = reader?.listRuns(page) ?? {};
  assert.equal(total, 4);
  assert.deepEqual(
    runs?.map(({ id, state }) => `${id} ${state}`),
    ['list finished', 'odd finished', 'broken finished', `${stored.run.id} ${stored.run.state}`],
  );
  assert.equal(reader?.listRuns({ ...page, planName: stored.run.plan.name }).total, 1);
  assert.equal(reader?.findLive('broken'), undefined);
  assert.throws(() => reader?.findRun('broken'), UserError);
  reader?.close();
});

it('does not keep a runner from leaving everything in the one file', () => {
  const path = storeWithRun('copied.sqlite');
  const reader = openReader(path);
  const store = openStore(path);
  store.saveRun({ ...stored.run, id: 'later', startedAt: '2100-01-01T00:00:00.000Z' });
  assert.equal(reader?.latestRun()?.run.id, 'later');
  store.close();
  copyFileSync(path, inFolder('copy.sqlite'));
  const copy = openReader(inFolder('copy.sqlite'));
  assert.equal(copy?.latestRun()?.run.id, 'later');
  copy?.close();
  reader?.close();
});
