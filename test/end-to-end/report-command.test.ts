import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { reportPage } from '../../src/report/html/report-page.ts';
import { runCsv } from '../../src/report/run-csv.ts';
import { runJson } from '../../src/report/run-json.ts';
import { runMarkdown } from '../../src/report/run-markdown.ts';
import { runTerminal } from '../../src/report/run-terminal.ts';
import { trialText } from '../../src/report/trial-text.ts';
import { EXAMPLE_RUNS } from '../report/fixtures/example-runs.ts';
import { openStore } from '../../src/store/sqlite-store.ts';
import { loadstone } from '../support/cli.ts';

const stored = EXAMPLE_RUNS['other-generators'] ?? assert.fail();
const wrkTrial = stored.trials.find(({ generator }) => generator.name === 'wrk') ?? assert.fail();

const folder = mkdtempSync(join(tmpdir(), 'loadstone-report-'));
const runFile = join(folder, 'run.json');
const trialFile = join(folder, 'trial.json');
writeFileSync(runFile, runJson(stored));
writeFileSync(trialFile, JSON.stringify(wrkTrial));
after(() => rmSync(folder, { recursive: true }));

describe('loadstone report shows what another generator did, without what it did not say', () => {
  for (const [args, text] of [
    [[runFile], runTerminal(stored, { color: false })],
    [[runFile, '--format', 'md'], runMarkdown(stored)],
    [[runFile, '--format', 'csv'], runCsv(stored)],
    [[runFile, '--format', 'json'], runJson(stored)],
    [[runFile, '--out', '-'], runTerminal(stored, { color: false })],
    [[trialFile], trialText(wrkTrial, { color: false })],
  ] as const)
    it(['report', ...args.map((arg) => arg.replace(folder, ''))].join(' '), async () => {
      const { code, stdout, stderr } = await loadstone(['report', ...args]);
      assert.deepEqual([code, stderr], [0, '']);
      assert.equal(stdout, text);
    });
});

describe('loadstone report writes a page', () => {
  const store = join(folder, 'runs.sqlite');
  const out = join(folder, 'report.html');
  const place = join(folder, 'reports', `${stored.run.id}.html`);

  it('where it is told to, and reads it again as it reads a record', async () => {
    const written = await loadstone(['report', runFile, '--format', 'html', '--out', out]);
    assert.deepEqual([written.code, written.stdout, written.stderr], [0, `${out}\n`, '']);
    assert.equal(readFileSync(out, 'utf8'), await reportPage(stored));
    const again = await loadstone(['report', out]);
    assert.deepEqual([again.code, again.stderr], [0, '']);
    assert.equal(again.stdout, runTerminal(stored, { color: false }));
  });

  it('to its output where that is no terminal', async () => {
    const { code, stdout } = await loadstone(['report', runFile, '--format', 'html']);
    assert.equal(code, 0);
    assert.equal(stdout, await reportPage(stored));
  });

  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const noOpener = process.platform === 'win32' ? 'Windows has no such command to take the place of' : false;

  it('beside the store, and opens it', { skip: noOpener }, async () => {
    const bin = join(folder, 'bin');
    const seen = join(folder, 'seen');
    mkdirSync(bin);
    writeFileSync(join(bin, opener), `#!/bin/sh\necho "$1" > '${seen}'\n`);
    chmodSync(join(bin, opener), 0o755);
    const kept = openStore(store);
    kept.saveRun(stored.run);
    for (const [index, trial] of stored.trials.entries())
      kept.addTrial(stored.run.id, { ...trial, order: { ...trial.order, position: index + 1 } });
    kept.close();
    const env = { PATH: `${bin}${delimiter}${process.env['PATH']}` };
    const { code, stdout, stderr } = await loadstone(['report', '--open', '--store', store], { env });
    assert.deepEqual([code, stdout, stderr], [0, `${place}\n`, '']);
    assert.ok(existsSync(place));
    assert.equal(readFileSync(seen, 'utf8'), `${place}\n`);
  });

  it('and says where it is when no browser can be opened', { skip: noOpener }, async () => {
    const env = { PATH: join(folder, 'nowhere') };
    const { code, stdout, stderr } = await loadstone(['report', '--open', '--store', store], { env });
    assert.deepEqual([code, stdout], [1, `${place}\n`]);
    assert.match(stderr, /no browser was opened: .*Open it yourself\n$/);
  });

  it('of one trial, and reads that again too', async () => {
    const page = join(folder, 'trial.html');
    const written = await loadstone(['report', trialFile, '--format', 'html', '-o', page]);
    assert.deepEqual([written.code, written.stdout, written.stderr], [0, `${page}\n`, '']);
    const again = await loadstone(['report', page]);
    assert.deepEqual([again.code, again.stderr], [0, '']);
    assert.equal(again.stdout, trialText(wrkTrial, { color: false }));
  });

  it('but not in two forms at once', async () => {
    const two = await loadstone(['report', runFile, '--open', '--format', 'csv']);
    assert.equal(two.code, 2);
    assert.match(two.stderr, /what is opened is HTML, and csv was asked for/);
  });

  it('and a page that is not one of its own holds no record', async () => {
    const other = join(folder, 'other.html');
    writeFileSync(other, '<!doctype html><title>other</title>');
    const { code, stderr } = await loadstone(['report', other]);
    assert.equal(code, 2);
    assert.match(stderr, /this page holds no record of a run/);
  });
});
