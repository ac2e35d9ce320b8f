import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runCsv } from '../../src/report/run-csv.ts';
import { runJson } from '../../src/report/run-json.ts';
import { runMarkdown } from '../../src/report/run-markdown.ts';
import { runTerminal } from '../../src/report/run-terminal.ts';
import { trialText } from '../../src/report/trial-text.ts';
import { EXAMPLE_RUNS } from '../report/fixtures/example-runs.ts';
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
    [[trialFile], trialText(wrkTrial, { color: false })],
  ] as const)
    it(['report', ...args.map((arg) => arg.replace(folder, ''))].join(' '), async () => {
      const { code, stdout, stderr } = await loadstone(['report', ...args]);
      assert.deepEqual([code, stderr], [0, '']);
      assert.equal(stdout, text);
    });
});
