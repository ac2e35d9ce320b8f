import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../../src/errors.ts';
import { findAutocannon } from '../../../src/load/generators/autocannon.ts';
import type { OutsideOrder } from '../../../src/load/generators/outside-generator.ts';
import { runOutsideGenerator } from '../../../src/load/generators/run-outside-generator.ts';
import { loadSettingsSchema } from '../../../src/plan/load-settings.ts';
import { groupRuns } from '../../../src/target/process-group.ts';
import { waitUntil } from '../../support/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-test-'));
const path = process.env['PATH'];
afterEach(() => (process.env['PATH'] = path));
after(() => rmSync(folder, { recursive: true }));

const order: OutsideOrder = {
  url: new URL('http://127.0.0.1:1/'),
  settings: loadSettingsSchema.parse({ duration: '1s', timeout: '1s' }),
};

/** Puts a shell script first on the PATH, or the only thing on it. */
function onPath(name: string, script: string, others = `:${path}`): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  process.env['PATH'] = `${folder}${others}`;
}

function userError(line: RegExp, exitCode: number): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.line, line);
    assert.equal(error.exitCode, exitCode);
    return true;
  };
}

const fromNowhere = [pathToFileURL(join(folder, 'package.json')).href];

describe('a tool', () => {
  it('that is not installed is asked for', async () => {
    process.env['PATH'] = join(folder, 'nothing');
    await assert.rejects(
      runOutsideGenerator('wrk', order),
      userError(/^wrk is not installed\. .*apt-get install wrk.*npm run setup:system/, 2),
    );
    await assert.rejects(
      findAutocannon(fromNowhere),
      userError(/^autocannon is not installed\. .*npm install autocannon/, 2),
    );
  });

  it('that is a package is run by the Node that runs Loadstone, and one on the PATH by itself', async () => {
    const { command, version } = await findAutocannon([...fromNowhere, import.meta.url]);
    assert.equal(command[0], process.execPath);
    assert.ok(existsSync(command[1] ?? ''));
    assert.match(version ?? '', /^\d+\.\d+/);
    onPath('autocannon', 'echo autocannon v1.2.3; echo node v26');
    assert.deepEqual(await findAutocannon(fromNowhere), { command: ['autocannon'], version: '1.2.3' });
  });

  it('that fails is quoted', async () => {
    onPath('wrk', 'echo "wrk 9"; [ "$1" = -v ] && exit 1; echo out of memory >&2; exit 3');
    await assert.rejects(
      runOutsideGenerator('wrk', order),
      userError(/^wrk gave no report \(exit code 3\); it said: wrk 9 \| out of memory$/, 1),
    );
  });

  it('that ends well and reports nothing that can be read has failed', async () => {
    onPath('wrk', "echo 'loadstone: a thread begins'; echo 'loadstone: report {\"requests\":1}'");
    await assert.rejects(
      runOutsideGenerator('wrk', order),
      userError(/^wrk gave no report \(exit code 0\)/, 1),
    );
  });

  it('that does not end when it is asked to is ended, with all it started', async () => {
    const started = join(folder, 'started');
    onPath('wrk', `[ "$1" = -v ] && exit 1; trap '' INT; sleep 60 & echo $! > ${started}; wait; sleep 60`);
    const stop = new AbortController();
    let group = 0;
    const load = runOutsideGenerator('wrk', order, { signal: stop.signal, onStart: (pid) => (group = pid) });
    await waitUntil(() => existsSync(started) && readFileSync(started, 'utf8') !== '', 10_000);
    stop.abort();
    await assert.rejects(load, userError(/^wrk was ended and does not say what it did until then$/, 1));
    assert.ok((await waitUntil(() => !groupRuns(group), 5_000)) !== undefined);
  });
});
