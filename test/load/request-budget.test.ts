import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RequestBudget } from '../../src/load/request-budget.ts';

it('gives out as many as there are, over all that share it, and no more', () => {
  const memory = RequestBudget.createMemory(5);
  const [one, other] = [new RequestBudget(memory), new RequestBudget(memory)];
  const taken = [one, other, one, one, other].map((budget) => budget.take());
  assert.deepEqual(taken, [true, true, true, true, true]);
  assert.deepEqual([one.exhausted, other.exhausted], [false, false]);
  assert.deepEqual([one.take(), one.take(), other.take()], [false, false, false]);
  assert.deepEqual([one.exhausted, other.exhausted], [true, true]);
});

it('has no end where there is no limit', () => {
  const budget = new RequestBudget(undefined);
  for (let count = 0; count < 1_000; count++) assert.ok(budget.take());
  assert.equal(budget.exhausted, false);
});
