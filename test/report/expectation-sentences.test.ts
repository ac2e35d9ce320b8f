import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectationOf } from '../../src/queueing/prediction/expectation.ts';
import type { SimulationModel } from '../../src/queueing/simulator/simulation-model.ts';
import { groupText } from '../../src/report/condition-groups.ts';
import { expectationSentence } from '../../src/report/expectation-sentences.ts';
import { load, server } from '../queueing/simulator/fixtures.ts';

const sentence = (model: SimulationModel): string => expectationSentence(expectationOf(model), null);

describe('what limits a condition', () => {
  it('is the load where there is a slot for each connection, or none is taken', () => {
    assert.equal(
      sentence({ server: server('slot', '10s', { slots: 100 }), load: load() }),
      'the load is all there is: 100 connections ÷ 10s is 10.0/s, and there is a slot for each of them.',
    );
    assert.match(
      sentence({ server: server('timer', '10s'), load: load() }),
      /and the handler takes no slot\.$/,
    );
  });

  it('is the load where slots are enough on average', () => {
    const thinking = load({ connections: 60, thinkTime: '2s' });
    assert.equal(
      sentence({ server: server('slot', '100ms', { slots: 4 }), load: thinking }),
      'the load is all there is: 60 connections ÷ (100ms + 2s of thinking) is 28.6/s, and 1 worker has 4 slots for what blocks, which is enough for that on average.',
    );
  });

  it('is the slots, and those only that the connections reach', () => {
    const spread = { policy: 'counts', counts: [77, 16, 6, 1] } as const;
    assert.equal(
      sentence({ server: server('slot', '10s', { workers: 4, slots: 40, spread }), load: load() }),
      '4 workers have 160 slots for what blocks, of which the connections as they are spread reach 63, so that 63 of 100 requests can be served at once and 37 have to wait: 63 ÷ 10s is 6.30/s at most, where the load would be 10.0/s.',
    );
  });

  it('is the event loops, or what arrives', () => {
    assert.match(
      sentence({ server: server('eventLoop', '50ms', { workers: 2 }), load: load() }),
      /^each request blocks the event loop of its worker, and there are 2, so that 2 of 100 requests .* is 40\.0\/s at most/,
    );
    const arriving = (perSecond: number) =>
      sentence({
        server: server('slot', '100ms', { slots: 4 }),
        load: load({ arrivalsPerSecond: perSecond }),
      });
    assert.match(
      arriving(30),
      /30\.0\/s arrive, and 1 worker has 4 slots for what blocks, of which 75 % are busy/,
    );
    assert.match(arriving(50), /is 40\.0\/s at most, and 50\.0\/s arrive: the queue grows/);
  });
});

describe('groupText', () => {
  const all = [1, 4].flatMap((workers) =>
    ['/sync', '/async'].map((endpoint) => ({ workers, endpoint, threads: 1 })),
  );
  it('says what all combinations have, without what never differs', () => {
    assert.equal(groupText(all.slice(0, 1), all), 'workers 1, endpoint /sync');
    assert.equal(groupText(all, all), 'workers 1 and 4, endpoint /sync and /async');
  });
  it('lists conditions that are no combination', () => {
    assert.equal(
      groupText(all.slice(0, 3), all),
      'workers 1, endpoint /sync, threads 1; workers 1, endpoint /async, threads 1; workers 4, endpoint /sync, threads 1',
    );
    assert.equal(groupText(all.slice(0, 1), all.slice(0, 1)), 'workers 1, endpoint /sync, threads 1');
  });
});
