import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { RUN_SCHEMA, runRecordSchema, type RunRecord } from '../../src/samples/run-record.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { loadPort } from '../support/load.ts';
import { OK_RESPONSE, startTcpServer } from '../support/tcp-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-store-'));
after(() => rmSync(folder, { recursive: true }));

function runOf(id: string, startedAt: string): RunRecord {
  return runRecordSchema.parse({
    schema: RUN_SCHEMA,
    id,
    state: 'running',
    startedAt,
    finishedAt: null,
    timeScale: 1,
    seed: 1,
    loadstoneVersion: '0.0.0',
    command: [],
    failedTrials: [],
    warnings: [],
    plan: {
      name: 'mine',
      description: null,
      replicates: 1,
      conditions: [{ workers: 1 }],
      published: null,
      targets: [
        { kind: 'url', name: null, url: 'http://127.0.0.1/', workers: null, hold: null, model: null },
      ],
    },
  });
}

it('gives back what it was given, and the run that was started last', async () => {
  await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
  const trial = await loadPort(server.port);
  const path = join(folder, 'deep', 'runs.sqlite');
  const store = openStore(path);
  store.saveRun(runOf('second', '2026-01-02T00:00:00.000Z'));
  store.saveRun(runOf('first', '2026-01-01T00:00:00.000Z'));
  store.addTrial('second', trial);
  store.saveRun({ ...runOf('second', '2026-01-02T00:00:00.000Z'), state: 'finished' });
  store.close();

  const again = openStore(path);
  assert.deepEqual(again.latestRun()?.trials, [trial]);
  assert.equal(again.latestRun()?.run.state, 'finished');
  assert.deepEqual(again.findRun('first')?.trials, []);
  assert.equal(again.findRun('third'), undefined);
  again.close();
});

/** Changes the store behind its back, as another version of Loadstone or a full disk would. */
function alter(path: string, statement: string): void {
  const database = new DatabaseSync(path);
  database.exec(statement);
  database.close();
}

const otherForms: readonly [name: string, statement: string, expected: RegExp][] = [
  [
    'a run of another form',
    `UPDATE runs SET record = '{"schema":"loadstone.run/9","loadstoneVersion":"9.8.7"}'`,
    /run mine was written by another version of Loadstone \(9\.8\.7\)/,
  ],
  ['a run that is no JSON', "UPDATE runs SET record = '<run/>'", /run mine was written by another version/],
  [
    'a trial of another form',
    "UPDATE trials SET record = json_remove(record, '$.ledger')",
    /run mine was written by another version/,
  ],
];
for (const [name, statement, expected] of otherForms) {
  it(`names the run, and who wrote it, when it holds ${name}`, async () => {
    await using server = await startTcpServer((socket) => socket.write(OK_RESPONSE));
    const path = join(folder, `${name}.sqlite`);
    const store = openStore(path);
    store.saveRun(runOf('mine', '2026-01-01T00:00:00.000Z'));
    store.addTrial('mine', await loadPort(server.port));
    alter(path, statement);
    for (const read of [() => store.latestRun(), () => store.findRun('mine')]) {
      assert.throws(
        read,
        (error) =>
          error instanceof UserError &&
          error.exitCode === 2 &&
          error.line.startsWith(path) &&
          expected.test(error.line),
      );
    }
    store.close();
  });
}

it('ends a run that it can no longer be written for as one that has begun: exit code 1', () => {
  const path = join(folder, 'full.sqlite');
  const store = openStore(path);
  alter(
    path,
    `CREATE TRIGGER full BEFORE INSERT ON runs BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
  );
  assert.throws(
    () => store.saveRun(runOf('mine', '2026-01-01T00:00:00.000Z')),
    (error) =>
      error instanceof UserError &&
      error.exitCode === 1 &&
      /the store cannot be written: database or disk is full/.test(error.line),
  );
  store.close();
});

const unusable: readonly [name: string, make: () => string][] = [
  [
    'a folder',
    () => {
      mkdirSync(join(folder, 'folder.sqlite'));
      return join(folder, 'folder.sqlite');
    },
  ],
  [
    'a file that is no database',
    () => {
      writeFileSync(
        join(folder, 'text.sqlite'),
        'not a database, though long enough to look at. '.repeat(20),
      );
      return join(folder, 'text.sqlite');
    },
  ],
  ['a path through a file', () => join(folder, 'text.sqlite', 'runs.sqlite')],
  ['a place that cannot be', () => '/proc/loadstone/runs.sqlite'],
];
for (const [name, make] of unusable) {
  it(`says in one line that ${name} cannot be written`, () => {
    const path = make();
    assert.throws(
      () => openStore(path),
      (error) =>
        error instanceof UserError &&
        error.exitCode === 2 &&
        error.line.startsWith(path) &&
        /cannot be written/.test(error.line),
    );
  });
}
