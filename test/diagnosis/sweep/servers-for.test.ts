import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ConcurrencyFit } from '../../../src/queueing/concurrency/concurrency-fit-schema.ts';
import { serversFor } from '../../../src/diagnosis/sweep/servers-for.ts';
import { slots as slotsSweep } from '../../report/fixtures/sweeps.ts';

const fitWith = (slots: number | null, ceiling: ConcurrencyFit['ceiling'] = 'slots'): ConcurrencyFit => ({
  ...slotsSweep,
  ceiling,
  slots: slots === null ? null : { estimate: slots, low: slots, high: slots },
});

describe('the servers that would serve so many at once', () => {
  it('have more workers as they are, or more slots in the workers there are', () => {
    assert.deepEqual(serversFor(100, fitWith(40), 1), {
      connections: 100,
      configurations: [
        { workers: 3, slotsPerWorker: 40 },
        { workers: 1, slotsPerWorker: 100 },
      ],
    });
    assert.deepEqual(serversFor(100, fitWith(1, 'blockedLoop'), 1), {
      connections: 100,
      configurations: [{ workers: 100, slotsPerWorker: 1 }],
    });
  });

  it('are none where this one does, or nothing is known of slots', () => {
    for (const fit of [fitWith(100), fitWith(101), fitWith(null), fitWith(null, 'none')])
      assert.equal(serversFor(100, fit, 2), null);
  });

  it('have enough slots, and not with one worker or one slot less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 2, max: 5_000 }),
        (each, workers, connections) => {
          const found = serversFor(connections, fitWith(each * workers), workers);
          if (found === null) return each * workers >= connections;
          const [more, larger] = found.configurations;
          assert.ok(more !== undefined && larger !== undefined);
          assert.ok(more.workers * each >= connections && (more.workers - 1) * each < connections);
          assert.ok(larger.slotsPerWorker * workers >= connections);
          return (larger.slotsPerWorker - 1) * workers < connections;
        },
      ),
    );
  });
});
