import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Renewals } from '../../../src/serve/master/renewals.ts';

const manned = () => true;

test('a reload takes the places one after the other, and says when it is over', () => {
  const renewals = new Renewals();
  renewals.reload([0, 1]);
  assert.deepEqual(renewals.next(manned), { place: 0, reloaded: false });
  assert.deepEqual(renewals.next(manned), { place: undefined, reloaded: false });
  renewals.done();
  assert.deepEqual(renewals.next(manned), { place: 1, reloaded: false });
  renewals.done();
  assert.deepEqual(renewals.next(manned), { place: undefined, reloaded: true });
  assert.deepEqual(renewals.next(manned), { place: undefined, reloaded: false });
});

test('a place that waits or is being renewed is not taken twice, and one renewal is no reload', () => {
  const renewals = new Renewals();
  assert.deepEqual(
    [1, 1, 0].map((place) => renewals.add(place)),
    [true, false, true],
  );
  assert.equal(renewals.next(manned).place, 1);
  assert.equal(renewals.add(1), false);
  renewals.done();
  assert.equal(renewals.next(manned).place, 0);
  renewals.done();
  assert.deepEqual(renewals.next(manned), { place: undefined, reloaded: false });
});

test('places without a worker are left out', () => {
  const renewals = new Renewals();
  renewals.reload([0, 1, 2]);
  assert.equal(renewals.next((place) => place === 2).place, 2);
});

test('a reload during a reload begins anew', () => {
  const renewals = new Renewals();
  renewals.reload([0, 1]);
  renewals.next(manned);
  renewals.done();
  renewals.next(manned);
  renewals.reload([0, 1]);
  assert.equal(renewals.next(manned).place, 0);
});

test('a place that is no more is dropped; after a failure none is renewed', () => {
  const renewals = new Renewals();
  renewals.reload([0, 1, 2]);
  renewals.drop(1);
  renewals.next(manned);
  renewals.drop(0);
  assert.equal(renewals.next(manned).place, 2);
  renewals.add(0);
  renewals.clear();
  assert.deepEqual(renewals.next(manned), { place: undefined, reloaded: false });
});
