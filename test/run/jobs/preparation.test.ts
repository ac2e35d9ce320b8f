import assert from 'node:assert/strict';
import { it } from 'node:test';
import { milliseconds } from '../../../src/units.ts';
import { mayPrepare, type Sharer, type WaveSoFar } from '../../../src/run/jobs/preparation.ts';

const lasts = milliseconds(60_000);
const sharer = (knownShare?: number): Sharer => ({ canShare: true, knownShare, lasts });
const brief: Sharer = { ...sharer(), lasts: milliseconds(1_500) };
const alone: Sharer = { ...sharer(), canShare: false };

const roomy: WaveSoFar = {
  up: [sharer(), sharer(0.01)],
  next: sharer(),
  atMost: Infinity,
  isWary: false,
  memory: { before: 1_000, available: 800, largestServer: 100 },
};

const cases: readonly [what: string, change: Partial<WaveSoFar>, expected: boolean][] = [
  ['where there is room', {}, true],
  ['where as many are up as were asked for', { atMost: 2 }, false],
  ['up to as many as were asked for', { atMost: 3 }, true],
  ['where its load would begin when the first is over', { up: [brief, brief], next: brief }, false],
  ['where its load can begin before the first is over', { up: [brief], next: brief }, true],
  ['for a trial that cannot share', { next: alone }, false],
  ['beside a trial that cannot share', { up: [alone] }, false],
  ['after one that computes, where nothing is known', { up: [sharer()], isWary: true }, false],
  [
    'after one that computes, where all are known to wait',
    { up: [sharer(0.01)], next: sharer(0.02), isWary: true },
    true,
  ],
  ['for one that is known to compute', { next: sharer(0.5) }, false],
  ['beside one that is known to compute', { up: [sharer(0.5)], next: sharer(0.01) }, false],
  [
    'where together they take all that may be taken',
    { up: [sharer(0.1), sharer(0.2)], next: sharer(0.1) },
    true,
  ],
  ['where together they take more', { up: [sharer(0.1), sharer(0.2)], next: sharer(0.11) }, false],
  ['down to half of the memory', { memory: { before: 1_000, available: 600, largestServer: 100 } }, true],
  ['and not into that half', { memory: { before: 1_000, available: 599, largestServer: 100 } }, false],
];
for (const [what, change, expected] of cases)
  it(`${expected ? 'one more server is started' : 'no other server is started'} ${what}`, () => {
    assert.equal(mayPrepare({ ...roomy, ...change }), expected);
  });
