import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { auditResult, hasBrokenLaw } from '../../src/audit/audit.ts';
import { readPublishedCells } from '../../src/audit/readers/published-cells.ts';
import { loadPlan } from '../../src/plan/load-plan.ts';
import { auditText } from '../../src/report/audit-text.ts';
import { assertGolden } from '../golden/golden.ts';

const plan = await loadPlan('sync-vs-async');
const audited = readPublishedCells(plan).map((result) => auditResult(result, plan.name));

const shareIn = (cell: number, law: string, name: string): number => {
  const check = audited[cell]?.checks.find((one) => one.law === law);
  const found = check?.figures.find((one) => one.name === name);
  assert.ok(found !== undefined);
  return Math.round(found.value * 1_000) / 10;
};
const biasIn = (cell: number, law: string): number | undefined => {
  const percent = audited[cell]?.checks.find((one) => one.law === law)?.bias?.percent ?? undefined;
  return percent === undefined ? undefined : Math.round(percent * 10) / 10;
};

describe('of the published experiment', () => {
  it("the first sync cell's missing 39.9 % is named, and that it is 29.9 % at most by a recount", () => {
    assert.equal(shareIn(0, 'connectionTime', 'printedShare'), 60.1);
    assert.equal(shareIn(0, 'connectionTime', 'printedMissing'), 39.9);
    assert.equal(shareIn(0, 'connectionTime', 'recountedShare'), 70.1);
    assert.equal(shareIn(0, 'connectionTime', 'recountedMissing'), 29.9);
  });

  it('the two sync cells of one worker break a law, and no other does', () => {
    const broken = audited.filter((one) => hasBrokenLaw([one])).map(({ result }) => result.title);
    assert.deepEqual(broken, [
      'workers 1, threads 1, endpoint /sync',
      'workers 1, threads 4, endpoint /sync',
    ]);
  });

  it('the throughput of the async cells is 16.7 % too low, with 10.01 s in place of 10.00 s 16.6 %', () => {
    const biases = [1, 3, 5, 7].map((cell) => biasIn(cell, 'responseTime'));
    assert.deepEqual(biases, [16.6, 16.7, 16.7, 16.7]);
  });

  it('the words stay within 80 columns', () => {
    const text = auditText(audited, { color: false });
    assert.ok(text.split('\n').every((line) => line.length <= 80));
    assertGolden('report/audit/published.txt', text);
  });
});
