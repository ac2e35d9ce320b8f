import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { TestTally } from '../scripts/test-tally.ts';

const diagnostic = (message: string, nesting = 0): TestEvent => ({
  type: 'test:diagnostic',
  data: { nesting, message, level: 'info' },
});

it('makes one summary of two, and leaves what tests say themselves', () => {
  const tally = new TestTally();
  for (const [tests, fail] of [
    [3, 1],
    [4, 0],
  ]) {
    assert.ok(tally.takes(diagnostic(`tests ${tests}`)));
    assert.ok(tally.takes(diagnostic(`fail ${fail}`)));
    assert.ok(tally.takes(diagnostic('duration_ms 1.5')));
  }
  assert.ok(!tally.takes(diagnostic('tests 5', 1)));
  assert.ok(!tally.takes(diagnostic('tests of something')));
  assert.deepEqual(
    [...tally.summary()],
    ['tests 7', 'fail 1', 'duration_ms 3'].map((text) => diagnostic(text)),
  );
});
