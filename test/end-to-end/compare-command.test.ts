import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runJson } from '../../src/report/run-json.ts';
import { comparisonSchema } from '../../src/samples/comparison.ts';
import { serverRun, type ServerTruth } from '../statistics/fixtures/compared-runs.ts';
import { loadstone } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-compare-'));
after(() => rmSync(folder, { recursive: true }));

function runFile(name: string, truth: ServerTruth): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, runJson(serverRun(truth)));
  return file;
}

const main = runFile('main', { seed: 1, noise: 0.005 });
const same = runFile('same', { seed: 2, noise: 0.005 });
const slower = runFile('slower', { seed: 3, noise: 0.005, slowdown: 1.1 });
const single = runFile('single', { seed: 4, replicates: 1 });

describe('loadstone compare is a gate', () => {
  for (const [what, b, code, flags] of [
    ['that lets an equal server through', same, 0, []],
    ['that stops a slower one', slower, 1, []],
    ['that does not take one trial for a proof', single, 3, []],
    ['that lets through what lies within a margin that was stated', slower, 0, ['--margin', '20%']],
  ] as const)
    it(what, async () => {
      const result = await loadstone(['compare', main, b, '--fail-on', 'slower', ...flags]);
      assert.deepEqual([result.code, result.stderr], [code, '']);
      assert.match(result.stdout, /8 conditions: 8 (equivalent|slower|inconclusive)/);
    });

  it('only where it is asked to be one', async () => {
    assert.equal((await loadstone(['compare', main, slower])).code, 0);
  });
});

describe('loadstone compare', () => {
  it('gives programs what it found', async () => {
    const { stdout } = await loadstone(['compare', main, slower, '--format', 'json']);
    const { conditions } = comparisonSchema.parse(JSON.parse(stdout));
    assert.deepEqual(new Set(conditions.map(({ verdict }) => verdict)), new Set(['slower']));
  });

  it('writes a page where it is told to', async () => {
    const out = join(folder, 'comparison.html');
    const { code, stdout } = await loadstone(['compare', main, slower, '--format', 'html', '-o', out]);
    assert.deepEqual([code, stdout], [0, `${out}\n`]);
    assert.match(readFileSync(out, 'utf8'), /^<!doctype html>[^]*b is slower than a in every condition/);
  });

  for (const [what, args, message] of [
    ['a margin that is no percentage', [main, same, '--margin', '5'], /Write a percentage above zero/],
    [
      'a run that is not there',
      [main, 'nothing', '--store', join(folder, 'none.sqlite')],
      /no file or run "nothing"/,
    ],
    ['one run that measured nothing in turn', [main], /measured nothing in turn/],
  ] as const)
    it(`refuses ${what}`, async () => {
      const { code, stderr } = await loadstone(['compare', ...args]);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
});
