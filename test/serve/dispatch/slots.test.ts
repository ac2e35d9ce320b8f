import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Slots } from '../../../src/serve/dispatch/slots.ts';

test('work begins in the order it came, and never more at once than there are slots', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.record({ turns: fc.integer({ min: 1, max: 4 }), fails: fc.boolean() }), { maxLength: 40 }),
      async (count, jobs) => {
        const slots = new Slots(count);
        const began: number[] = [];
        let running = 0;
        let most = 0;
        const work = async (index: number, turns: number, fails: boolean): Promise<void> => {
          began.push(index);
          most = Math.max(most, ++running);
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          running -= 1;
          if (fails) throw new Error('a job that fails');
        };
        const uses = jobs.map(({ turns, fails }, index) => slots.use(() => work(index, turns, fails)));
        const results = await Promise.allSettled(uses);
        assert.deepEqual(began, [...jobs.keys()]);
        assert.equal(most, Math.min(count, jobs.length));
        assert.deepEqual(
          results.map(({ status }) => status === 'rejected'),
          jobs.map(({ fails }) => fails),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test('a newcomer never overtakes one who waits, at the moment a slot is handed on', async () => {
  const slots = new Slots(1);
  const began: string[] = [];
  const end = Promise.withResolvers<void>();
  const first = slots.use(() => end.promise);
  const second = slots.use(async () => void began.push('waited'));
  end.resolve();
  await first;
  const third = slots.use(async () => void began.push('newcomer'));
  await Promise.all([second, third]);
  assert.deepEqual(began, ['waited', 'newcomer']);
});
