import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const BIN = join(import.meta.dirname, '..', 'src', 'bin.ts');

/** Runs the command in a Node that says it is another version. */
function runAs(version: string, ...args: string[]) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const node = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, BIN, ...args];
  return spawnSync(process.execPath, node, { encoding: 'utf8' });
}

for (const version of ['8.17.0', '20.20.2', '23.11.1', '24.14.1']) {
  test(`Node ${version} is told what is found, needed and to be done, in one line`, () => {
    const { status, stdout, stderr } = runAs(version, '--version');
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(
      stderr,
      new RegExp(`^loadstone: found Node ${version} at .*Node 24\\.15 or newer is needed\\. Install .*\n$`),
    );
  });
}

for (const version of ['24.15.0', '25.0.0', process.versions.node]) {
  test(`Node ${version} runs the command, and warns of nothing`, () => {
    const { status, stdout, stderr } = runAs(version, '--version');
    assert.equal(stderr, '');
    assert.match(stdout, /^\d+\.\d+\.\d+/);
    assert.equal(status, 0);
  });
}

test('a reader that closes the output early is no error', async () => {
  const command = spawn(process.execPath, [BIN, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  command.stdout.destroy();
  const errors = text(command.stderr);
  const [code] = (await once(command, 'exit')) as [number | null];
  assert.equal(await errors, '');
  assert.equal(code, 0);
});

test('nor is one that closes standard error, and what went wrong is still told by the exit code', async () => {
  const command = spawn(process.execPath, [BIN, 'audit', '/no/such/file'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  command.stderr.destroy();
  const [code] = (await once(command, 'exit')) as [number | null];
  assert.equal(code, 2);
});

const FULL = '/dev/full';
const noFull = existsSync(FULL) ? false : `there is no ${FULL}`;

test('a full disk behind standard output is told in one line, and by the exit code', { skip: noFull }, () => {
  const full = openSync(FULL, 'w');
  const { status, stderr } = spawnSync(process.execPath, [BIN, '--version'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  assert.match(stderr, /^loadstone: standard output cannot be written: ENOSPC.*\n$/);
  assert.equal(status, 1);
});
