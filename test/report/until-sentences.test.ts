import assert from 'node:assert/strict';
import { it } from 'node:test';
import { untilSentences } from '../../src/report/until-sentences.ts';

const condition = { workers: 4, endpoint: '/sync' };

for (const [ended, first] of [
  ['reached', 'After 7 blocks each interval is within ±2 %.'],
  ['limit', 'After 7 blocks, which is the most allowed, some interval is still wider than ±2 %.'],
  ['noInterval', 'Ended after 7 blocks: no condition has an interval to wait for.'],
  [null, undefined],
] as const)
  it(`says why no more blocks were added (${ended}), and what was not waited for`, () => {
    const without = [{ condition, because: 'no trial of it could be measured' }];
    const until = { halfWidth: 0.02, replicatesAtMost: 7, ended, without };
    assert.deepEqual(untilSentences({ until, plan: { replicates: 7 } }), [
      ...(first === undefined ? [] : [first]),
      'No interval: workers 4, endpoint /sync: no trial of it could be measured.',
    ]);
  });
