import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lifetime } from '../../../src/serve/worker/lifetime.ts';

/** @returns at which answers it asked to be replaced */
function asks(requests: number | undefined, answers: number): number[] {
  const asked: number[] = [];
  let answer = 0;
  const lifetime = new Lifetime(() => asked.push(answer));
  lifetime.begin(requests);
  for (answer = 1; answer <= answers; answer += 1) lifetime.answered();
  return asked;
}

test('a worker asks after its requests, and again after each tenth of them', () => {
  assert.deepEqual(asks(50, 61), [50, 55, 60]);
  assert.deepEqual(asks(3, 5), [3, 4, 5]);
});

test('without a number it never asks', () => assert.deepEqual(asks(undefined, 1_000), []));

test('what was answered before it begins does not count', () => {
  let asked = 0;
  const lifetime = new Lifetime(() => (asked += 1));
  for (let answer = 0; answer < 600; answer += 1) lifetime.answered();
  lifetime.begin(1);
  assert.equal(asked, 0);
  lifetime.answered();
  assert.equal(asked, 1);
});
