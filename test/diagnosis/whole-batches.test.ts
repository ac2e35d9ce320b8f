import assert from 'node:assert/strict';
import { it } from 'node:test';
import { constantHold, parseHold } from '../../src/plan/hold.ts';
import { wholeBatches } from '../../src/diagnosis/whole-batches.ts';
import { milliseconds } from '../../src/units.ts';

const cases: readonly [windowMs: number, holdMs: number, batches: number | null, why: string][] = [
  [60_000, 10_000, 5, 'the sixth ends a little after the window'],
  [6_000, 1_000, 5, 'whatever the time scale'],
  [10_000, 700, 14, 'the fourteenth ends at 9.8 s'],
  [65_000, 10_000, 6, 'the sixth ends in the middle'],
  [60_300, 10_000, null, 'milliseconds decide about the sixth'],
  [10_000, 10_000, null, 'none ends within'],
  [9_000, 10_000, null, 'none ends within'],
  [60_000, 1_000, null, 'so many have blurred'],
  [60_000, 0, null, 'nothing is held'],
];
for (const [windowMs, holdMs, batches, why] of cases)
  it(`${batches ?? 'no'} batches of ${holdMs} ms are said to end within ${windowMs} ms: ${why}`, () => {
    assert.equal(wholeBatches(windowMs, constantHold(milliseconds(holdMs))), batches);
  });

it('holds that are drawn make no batches', () => {
  assert.equal(wholeBatches(60_000, parseHold('exp:10s') ?? assert.fail()), null);
});
