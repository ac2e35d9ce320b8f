import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Slots } from '../../../src/serve/dispatch/slots.ts';

test('visitors have their slots in the order they came, and never more at once than there are slots', () => {
  const steps = fc.array(fc.constantFrom('enter', 'leave'), { maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), steps, (count, history) => {
      const slots = new Slots<number>(count);
      const began: number[] = [];
      let [came, inside] = [0, 0];
      for (const step of history) {
        if (step === 'enter') {
          if (slots.enter(came)) {
            began.push(came);
            inside += 1;
          }
          came += 1;
        } else if (inside > 0) {
          const next = slots.leave();
          if (next === undefined) inside -= 1;
          else began.push(next);
        }
        assert.ok(inside <= count);
        assert.ok(inside === count || began.length === came, 'one waits though a slot is free');
      }
      assert.deepEqual(began, [...began.keys()]);
    }),
  );
});

test('a newcomer never overtakes one who waits, at the moment a slot is handed on', () => {
  const slots = new Slots<string>(1);
  assert.ok(slots.enter('first'));
  assert.ok(!slots.enter('waited'));
  assert.equal(slots.leave(), 'waited');
  assert.ok(!slots.enter('newcomer'));
});
