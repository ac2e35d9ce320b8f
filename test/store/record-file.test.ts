import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { UserError } from '../../src/errors.ts';
import { runJson } from '../../src/report/run-json.ts';
import { readRecordFile } from '../../src/store/record-file.ts';
import { defaultPlanPerSecond, simulatedRun } from '../report/fixtures/simulated-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-record-'));
after(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const file = join(folder, 'record.json');
  writeFileSync(file, text);
  return file;
}

describe('readRecordFile', () => {
  const stored = simulatedRun({ seed: 1, replicates: 2, perSecond: defaultPlanPerSecond, noise: 0.01 });

  it('reads a run with its effects, which follow from the trials again', () => {
    assert.deepEqual(readRecordFile(fileWith(runJson(stored))), { kind: 'run', stored });
  });

  it('reads a run from before there were effects', () => {
    assert.deepEqual(readRecordFile(fileWith(JSON.stringify(stored))), { kind: 'run', stored });
  });

  it('reads a trial, and refuses anything else', () => {
    const [trial] = stored.trials;
    assert.deepEqual(readRecordFile(fileWith(JSON.stringify(trial))), { kind: 'trial', trial });
    assert.throws(() => readRecordFile(fileWith('{"run": {}}')), UserError);
  });
});
