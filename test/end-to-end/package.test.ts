import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { storedRunSchema } from '../../src/samples/run-record.ts';
import { VERSION } from '../../src/version.ts';
import { findCommand, skipOrFail } from '../support/system-tools.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'loadstone-package-'));
const consumer = join(folder, 'consumer');
after(() => rmSync(folder, { recursive: true }));

interface Packed {
  filename: string;
  size: number;
  files: { path: string }[];
}
let packed: Packed;

before(() => {
  const { stdout } = succeed(run('npm', ['pack', '--json', '--pack-destination', folder], ROOT));
  packed = (JSON.parse(stdout) as [Packed])[0];
});

test('the package holds the compiled command, plans, example servers and schemas, and no source, test or bench', () => {
  const paths = packed.files.map(({ path }) => path);
  for (const needed of [
    'dist/src/bin.js',
    'dist/src/index.d.ts',
    'dist/experiments/sync-vs-async.js',
    ...globSync('examples/**/*.{py,js}', { cwd: ROOT }).map((path) => `dist/${path}`),
  ]) {
    assert.ok(paths.includes(needed), needed);
  }
  assert.deepEqual(paths.filter(isUnwanted), []);
  assert.ok(packed.size < 1_000_000, `${packed.size} bytes`);
});

test('the packed command tells a Node that is too old what to do', (t) => {
  const oldNode = findCommand('node', process.env, (path) => Number(majorOf(path)) < 24);
  if (oldNode === undefined) {
    skipOrFail(t, 'needs a Node older than 24 on the PATH, such as the Debian package nodejs');
    return;
  }
  succeed(run('tar', ['xzf', join(folder, packed.filename)], folder));
  const { status, stderr } = run(
    oldNode,
    [join(folder, 'package', 'dist', 'src', 'bin.js'), '--version'],
    folder,
  );
  assert.match(stderr, /^loadstone: found Node [\d.]+ at .*, but Node 24\.15 or newer is needed\. .*\n$/);
  assert.equal(status, 2);
});

test('the package works where it is installed', async (t) => {
  mkdirSync(consumer);
  succeed(run('npm', ['init', '--yes'], consumer));
  const installed = run('npm', ['install', '--prefer-offline', join(folder, packed.filename)], consumer);
  if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENOTCACHED/.test(installed.stderr)) {
    skipOrFail(t, 'needs the npm registry, to install what the package depends on');
    return;
  }
  succeed(installed);

  await t.test('it says its version', () => {
    assert.equal(succeed(loadstone('--version')).stdout.trim(), VERSION);
  });

  await t.test('it shows its help, and no warning of Node', () => {
    const { stdout, stderr } = succeed(loadstone('--help'));
    assert.match(stdout, /^Usage: loadstone/);
    for (const verb of ['run', 'serve', 'load', 'report'])
      assert.match(stdout, new RegExp(`^ +${verb}\\b`, 'm'));
    assert.doesNotMatch(stderr, /Warning/);
  });

  await t.test('it runs a shipped plan by its name', () => {
    const { status, stderr } = loadstone(
      'run',
      'sync-vs-async',
      '--time-scale',
      '0.002',
      '--factor',
      'threads=1',
      '--factor',
      'workers=1',
      '--json',
      'run.json',
    );
    // 1: with holds of 20 ms, a busy machine may spoil a trial; that is no matter of the package.
    assert.ok(status === 0 || status === 1, stderr);
    const { run: record, trials } = storedRunSchema.parse(
      JSON.parse(readFileSync(join(consumer, 'run.json'), 'utf8')),
    );
    assert.equal(record.state, 'finished');
    assert.equal(trials.length, 2);
    for (const { ledger } of trials) assert.ok((ledger.started ?? 0) > 0, stderr);
  });
});

/**
 * Runs a command as a user's shell would: with this Node first on the PATH, and outside npm's own environment, but with
 * the certificates that a registry may need.
 */
function run(command: string, args: readonly string[], cwd: string) {
  const ofNpm = /^npm_|^INIT_CWD$|^NODE_(?!EXTRA_CA_CERTS$)/i;
  const inherited = Object.entries(process.env).filter(([name]) => !ofNpm.test(name));
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  return spawnSync(command, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), PATH: path },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Anything but compiled files of src/ and experiments/, examples, schemas, and the documents that npm always packs. */
function isUnwanted(path: string): boolean {
  const wanted =
    /^(?:dist\/(?:src|experiments|examples)|schemas)\/|^(?:package\.json|LICENSE|README\.md|CHANGELOG\.md)$/;
  return !wanted.test(path) || /(?<!\.d)\.ts$|\.test\.|\.pyc$/.test(path);
}

const loadstone = (...args: string[]) => run('npx', ['loadstone', ...args], consumer);

function succeed<Result extends { status: number | null; stdout: string; stderr: string }>(
  result: Result,
): Result {
  assert.equal(result.status, 0, `${result.stdout}\n${result.stderr}`);
  return result;
}

function majorOf(node: string): string | undefined {
  return run(node, ['--version'], folder).stdout.match(/^v(\d+)/)?.[1];
}
