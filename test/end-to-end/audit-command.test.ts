import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadstone } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-audit-'));
after(() => rmSync(folder, { recursive: true }));

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../audit/fixtures/outputs/${name}`, import.meta.url));

interface Report {
  schema: string;
  results: { checks: { law: string; state: string; figures: { name: string; value: number }[] }[] }[];
}

describe('loadstone audit', () => {
  it('ends with 1 where a law is broken, and names what is missing', async () => {
    const { code, stdout, stderr } = await loadstone(['audit', '--published', 'sync-vs-async']);
    assert.deepEqual([code, stderr], [1, '']);
    assert.match(stdout.replaceAll(/\s+/g, ' '), /39\.9 % is missing.* at least 70\.1 %.*29\.9 % at most/);
    assert.match(stdout, /8 results: 2 with a broken law/);
  });

  it('ends with 0 where none is, over files of several tools', async () => {
    const { code, stdout } = await loadstone([
      'audit',
      fixture('hey.txt'),
      fixture('autocannon-json.txt'),
      '--connections',
      '10',
    ]);
    assert.equal(code, 0);
    assert.match(stdout, /2 results: none breaks a law/);
    assert.equal(stdout.includes('\u001b'), false);
  });

  it('gives programs every check with its figures', async () => {
    const { code, stdout } = await loadstone([
      'audit',
      fixture('wrk-timeouts.txt'),
      '--timeout',
      '2s',
      '--json',
    ]);
    assert.equal(code, 1);
    const report = JSON.parse(stdout) as Report;
    assert.equal(report.schema, 'loadstone.audit/1');
    const check = report.results[0]?.checks.find(({ law }) => law === 'connectionTime');
    assert.equal(check?.state, 'broken');
    // 221 × 50.88 ms + 14 × 2 s of 10 × 6.02 s.
    const share = check.figures.find(({ name }) => name === 'recountedShare')?.value ?? 0;
    assert.ok(Math.abs(share - (221 * 0.05088 + 28) / 60.2) < 1e-6);
  });

  it('reads the UTF-16 that PowerShell writes', async () => {
    const file = join(folder, 'wrk-utf16.txt');
    writeFileSync(file, `\ufeff${readFileSync(fixture('wrk.txt'), 'utf8')}`, 'utf16le');
    const { code, stdout } = await loadstone(['audit', file]);
    assert.equal(code, 0);
    assert.match(stdout, /2,992 responses/);
  });

  it('reads standard input', async () => {
    const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));
    const stdout = await new Promise<string>((resolve, reject) => {
      const child = execFile(process.execPath, [bin, 'audit', '-'], (error, out) =>
        error === null ? resolve(out) : reject(error),
      );
      child.stdin?.end(
        'Running 1s test @ x\n  1 threads and 1 connections\n  5 requests in 1.00s, 1.00KB read\n',
      );
    });
    assert.match(stdout, /standard input: wrk, x/);
  });

  for (const [what, args, message] of [
    ['nothing to audit', [], /there is nothing to audit/],
    ['a file that is not there', [join(folder, 'none.txt')], /the file cannot be read: ENOENT/],
    ['a folder', [folder], /the file cannot be read: EISDIR/],
    ['a file that never ends', ['/dev/zero'], /larger than 32 MB/],
    [
      'a file of something else',
      [fileURLToPath(new URL('../../LICENSE', import.meta.url))],
      /no load generator that is known here/,
    ],
    ['a plan with no published figures', ['--published', 'express'], /no published figures/],
  ] as const)
    it(`refuses ${what}`, { timeout: 60_000 }, async () => {
      const { code, stdout, stderr } = await loadstone(['audit', ...args]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split('\n').length, 1);
    });
});
