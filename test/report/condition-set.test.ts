import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Condition } from '../../src/plan/plan.ts';
import { conditionName, conditionSetText } from '../../src/report/condition-set.ts';
import { CONDITIONS } from './fixtures/sync-vs-async.ts';

const where = (holds: (condition: Condition) => boolean): Condition[] => CONDITIONS.filter(holds);

const cases: readonly [text: string, set: readonly Condition[]][] = [
  ['every condition', CONDITIONS],
  ['/async', where(({ endpoint }) => endpoint === '/async')],
  ['workers 4', where(({ workers }) => workers === 4)],
  ['/sync with workers 1', where(({ workers, endpoint }) => workers === 1 && endpoint === '/sync')],
  [
    '/async, and /sync with workers 4',
    where(({ workers, endpoint }) => workers === 4 || endpoint === '/async'),
  ],
  [
    '/sync with workers 1 and threads 4',
    where(({ workers, threads, endpoint }) => workers === 1 && threads === 4 && endpoint === '/sync'),
  ],
];

for (const [text, set] of cases)
  test(`conditions are told by what sets them apart: ${text}`, () => {
    assert.equal(conditionSetText(set, CONDITIONS), text);
  });

test('a set that no few words describe is counted', () => {
  const all = Array.from({ length: 6 }, (_, one) =>
    Array.from({ length: 6 }, (__, other) => ({ a: one, b: other })),
  ).flat();
  const diagonal = all.filter(({ a, b }) => a === b);
  assert.equal(conditionSetText(diagonal, all), 'a 0 · b 0 and 5 more conditions');
});

test('what a run has not measured needs no words, and most of a product is counted within it', () => {
  const without = CONDITIONS.filter(({ threads, endpoint }) => threads === 1 || endpoint === '/async');
  const sync = without.filter(({ workers, endpoint }) => workers === 4 && endpoint === '/sync');
  assert.equal(conditionSetText(sync, without), '/sync with workers 4');
  const all = [1, 2, 3, 4, 5].flatMap((a) =>
    [1, 2, 3, 4, 5].flatMap((b) => ['/a', '/b'].map((endpoint) => ({ endpoint, a, b }))),
  );
  const diagonal = all.filter(({ endpoint, a, b }) => endpoint === '/a' && a === b);
  assert.equal(conditionSetText(diagonal, all), '5 of the 25 conditions of /a');
});

test('a condition is named by the factors that vary, the endpoint first', () => {
  assert.equal(conditionName(CONDITIONS[0] ?? {}, CONDITIONS), '/sync · workers 1 · threads 1');
  assert.equal(conditionName({ workers: 2 }, [{ workers: 2 }]), 'workers 2');
  assert.equal(conditionName({}, [{}]), 'as planned');
});
