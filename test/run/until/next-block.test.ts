import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ConditionPrecision } from '../../../src/run/until/condition-precision.ts';
import { nextBlock, type NextBlock } from '../../../src/run/until/next-block.ts';

const until = { halfWidth: 0.02, replicatesAtMost: 10 };
const [one, two, three] = [{ workers: 1 }, { workers: 2 }, { workers: 3 }];
const known = (condition: ConditionPrecision['condition'], halfWidth: number): ConditionPrecision => ({
  condition,
  state: 'known',
  halfWidth,
});
const few = (condition: ConditionPrecision['condition']): ConditionPrecision => ({ condition, state: 'few' });
const none = (condition: ConditionPrecision['condition']): ConditionPrecision => ({
  condition,
  state: 'none',
  because: 'no trial of it could be measured',
});
const go = (awaited: Extract<NextBlock, { state: 'go' }>['awaited'] = null): NextBlock => ({
  state: 'go',
  awaited,
});

const cases: readonly [
  what: string,
  done: number,
  conditions: readonly ConditionPrecision[],
  expected: NextBlock,
  replicates?: number,
][] = [
  ['before the first', 0, [none(one), none(two)], go()],
  ['after two, however narrow the intervals are', 2, [known(one, 0.001), known(two, 0.001)], go()],
  ['before as many as were asked for', 4, [known(one, 0.001)], go(), 5],
  ['after three, when all are narrow enough', 3, [known(one, 0.019), known(two, 0)], { state: 'reached' }],
  [
    'after three, when one is exactly as wide as was asked',
    3,
    [known(one, 0.02)],
    go({ condition: one, halfWidth: 0.02 }),
  ],
  [
    'after three, for the widest',
    3,
    [known(one, 0.03), known(two, 0.05), known(three, 0.01)],
    go({ condition: two, halfWidth: 0.05 }),
  ],
  [
    'for one that has too few trials before any other',
    6,
    [known(one, 0.5), few(two)],
    go({ condition: two, halfWidth: null }),
  ],
  ['not for one that has none', 3, [known(one, 0.01), none(two)], { state: 'reached' }],
  [
    'for the others beside one that has none',
    3,
    [known(one, 0.03), none(two)],
    go({ condition: one, halfWidth: 0.03 }),
  ],
  ['when none can have an interval', 3, [none(one), none(two)], { state: 'noInterval' }],
  ['at the limit, when one is too wide', 10, [known(one, 0.03)], { state: 'limit' }],
  ['at the limit, when all are narrow enough', 10, [known(one, 0.01)], { state: 'reached' }],
  ['at the limit, when one has too few trials', 10, [few(one)], { state: 'limit' }],
];
for (const [what, done, conditions, expected, replicates = 1] of cases)
  it(`${expected.state === 'go' ? 'another block follows' : `no block follows (${expected.state})`}: ${what}`, () => {
    assert.deepEqual(nextBlock({ done, replicates }, until, conditions), expected);
  });
