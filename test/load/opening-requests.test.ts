import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { OpeningRequests } from '../../src/load/opening-requests.ts';
import { COMPLETED, FAILED, TIMED_OUT } from '../../src/load/raw-samples/sample.ts';
import { nanoseconds, type Microseconds } from '../../src/units.ts';

it('hands over what it was given, one by one and in order', () => {
  const requests = fc.array(
    fc.record({
      intendedAt: fc.nat().map(nanoseconds),
      duration: fc.nat(),
      outcome: fc.constantFrom(COMPLETED, TIMED_OUT, FAILED),
    }),
    { maxLength: 1_000, size: 'max' },
  );
  fc.assert(
    fc.property(requests, (given) => {
      const opening = new OpeningRequests();
      for (const { intendedAt, duration, outcome } of given)
        opening.add(intendedAt, duration as Microseconds, outcome);
      const expected = given.map((request) => ({ ...request }));
      assert.deepEqual([...opening], expected);
      assert.deepEqual([...new OpeningRequests(structuredClone(opening.toTransfer()))], expected);
    }),
  );
});
