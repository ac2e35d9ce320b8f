import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { waitUntil } from '../../support/processes.ts';
import { get, startApp } from '../fixtures/server.ts';

const APP = `export const ok = () => 'ok';
export const end = () => process.exit(3);
export const routes = { '/ok': ok, '/end': end };
`;

test('a thread that is replaced after its app was changed never answers with another handler', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loadstone-app-'));
  const file = join(folder, 'app.mjs');
  try {
    writeFileSync(file, APP);
    await using server = await startApp({ workerClass: 'gthread', threads: 1 }, file);
    cpSync(file, `${file}.old`);
    writeFileSync(file, `export const added = () => 'added';\n${APP.replace('{', "{ '/added': added,")}`);
    assert.equal((await get(server.port, '/end')).status, 500);
    const told = await waitUntil(() => /its routes are others/.test(server.stderr()), 5_000);
    assert.notEqual(told, undefined, server.stderr());
    // As soon as the file is as it was, the thread is back.
    cpSync(`${file}.old`, file);
    assert.equal((await get(server.port, '/ok')).text, 'ok');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what a handler in a thread says is there at once, line by line', async () => {
  await using server = await startApp({ workerClass: 'gthread', threads: 1 });
  await get(server.port, '/talking');
  const said = await waitUntil(() => server.stdout().includes('said three'), 2_000);
  assert.notEqual(said, undefined, server.stdout());
});

test("a worker gets warm without the app's handlers", async () => {
  await using server = await startApp();
  assert.equal((await get(server.port, '/healthz')).text, '1');
});
