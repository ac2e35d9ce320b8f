import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { loadstone, startLoadstone } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-ui-'));
after(() => rmSync(folder, { recursive: true }));

it('serves pages behind whatever measures, until Ctrl-C, and makes no store', async () => {
  const store = join(folder, 'none.sqlite');
  const { process: child, output, finished } = startLoadstone(['ui', '--store', store, '--port', '0']);
  try {
    while (!output.stdout.includes('Ctrl-C')) await new Promise((resolve) => setTimeout(resolve, 20));
    const [url = '', what] = output.stdout.split('\n');
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
    assert.equal(what, `All runs of ${store}, live while one goes on. Ctrl-C ends it.`);
    assert.match(await (await fetch(url)).text(), /Nothing has been run yet/);
    if (process.platform !== 'win32') assert.equal(getPriority(child.pid), 19);
    // Somebody who still listens is no reason to stay.
    const { body } = await fetch(`${url}events`);
    const reader = body?.getReader() ?? assert.fail();
    await reader.read();
  } finally {
    child.kill('SIGINT');
  }
  assert.deepEqual({ ...(await finished), stdout: '' }, { code: 0, signal: null, stdout: '', stderr: '' });
  assert.equal(existsSync(store), false);
});

it('says what is wrong with a flag', async () => {
  const cases = [
    [['--port', '65536'], /Write a port from 1 to 65535, or 0 for any free one; see loadstone ui --help/],
    [['--token', 'short'], /Write 16 characters or more: letters, digits and \. _ ~ -/],
    [['--host', ''], /Write an address of this machine, or a name of it/],
    [
      ['--host', '192.0.2.1'],
      /^loadstone: 192\.0\.2\.1:5623: cannot listen there \(EADDRNOTAVAIL\)\. .*--host/,
    ],
  ] as const;
  const results = await Promise.all(
    cases.map(([args]) => loadstone(['ui', '--store', join(folder, 'none.sqlite'), ...args])),
  );
  for (const [index, { code, stderr }] of results.entries()) {
    assert.equal(code, 2);
    assert.match(stderr, cases[index]?.[1] ?? /^$/);
  }
});
