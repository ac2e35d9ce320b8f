import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHold } from '../../../src/plan/hold.ts';
import { holdEnvironment, holdFrom } from '../../../src/serve/endpoints/hold-environment.ts';

test('an endpoint reads the hold and the seed that the server was started with', () => {
  for (const text of ['0ms', '700ms', 'exp:250ms', 'lognormal:250ms:0.8', 'uniform:100ms:400ms']) {
    const hold = parseHold(text);
    assert.ok(hold);
    assert.deepEqual(holdFrom(holdEnvironment(hold, 7, 3)), { hold, seed: 7, workerPlace: 3 });
  }
});

test('a constant hold is a bare number of seconds, for servers in other languages', () => {
  const hold = parseHold('700ms');
  assert.ok(hold);
  assert.equal(holdEnvironment(hold, 1, 1)['LOADSTONE_HOLD'], '0.7');
});

test('without an environment a hold is 10 s', () => {
  assert.deepEqual(holdFrom({}), { hold: parseHold('10s'), seed: 1, workerPlace: 1 });
});

test('what is no hold, no seed and no place is refused by name', () => {
  for (const text of ['-1', 'Infinity', 'ten', 'exp:-1'])
    assert.throws(() => holdFrom({ LOADSTONE_HOLD: text }), /LOADSTONE_HOLD is .*number of seconds/);
  for (const name of ['LOADSTONE_HOLD_SEED', 'LOADSTONE_WORKER_PLACE'])
    assert.throws(() => holdFrom({ [name]: '1.5' }), new RegExp(`${name} is "1.5"`));
});
