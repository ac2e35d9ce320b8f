import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { OpeningRequests } from '../../src/load/opening-requests.ts';
import { nanoseconds, type Microseconds } from '../../src/units.ts';

it('hands over what it was given, one by one and in order', () => {
  const requests = fc.array(
    fc.record({ startedAt: fc.nat().map(nanoseconds), duration: fc.nat(), completed: fc.boolean() }),
    { maxLength: 1_000, size: 'max' },
  );
  fc.assert(
    fc.property(requests, (given) => {
      const opening = new OpeningRequests();
      for (const { startedAt, duration, completed } of given)
        opening.add(startedAt, duration as Microseconds, completed);
      const expected = given.map((request) => ({ ...request }));
      assert.deepEqual([...opening], expected);
      assert.deepEqual([...new OpeningRequests(structuredClone(opening.toTransfer()))], expected);
    }),
  );
});
