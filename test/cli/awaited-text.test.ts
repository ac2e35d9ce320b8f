import assert from 'node:assert/strict';
import { it } from 'node:test';
import { awaitedText } from '../../src/cli/awaited-text.ts';

const condition = { workers: 4, endpoint: '/sync' };

it('says what a block is added for', () => {
  assert.equal(
    awaitedText(4, { condition, halfWidth: 0.0312 }, { halfWidth: 0.02 }),
    'block 4: widest interval ±3.1 % (workers 4, endpoint /sync), until ±2 %',
  );
  assert.equal(
    awaitedText(5, { condition, halfWidth: null }, { halfWidth: 0.005 }),
    'block 5: no interval yet (workers 4, endpoint /sync), until ±0.5 %',
  );
});
