import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { timeLeft, type LoadSoFar, type TrialsSoFar } from '../../../src/run/live/time-left.ts';

const MINUTE = 60_000;
/** A load of a minute of which so much is left. */
const load = (restMs: number): LoadSoFar => ({ lastsMs: MINUTE, restMs });

const cases: readonly [name: string, soFar: TrialsSoFar, seconds: number | undefined][] = [
  ['untold before the first load', { sinceStartMs: 2_000, trials: 8, finished: 0, loads: [] }, undefined],
  [
    'that of all trials at the length of the first, with its server',
    { sinceStartMs: 33_000, trials: 8, finished: 0, loads: [load(30_000)] },
    7.5 * 63,
  ],
  [
    'shared by those that go on at once',
    { sinceStartMs: 33_000, trials: 8, finished: 0, loads: [load(30_000), load(MINUTE)] },
    7.5 * (63 / 2),
  ],
  [
    'as the trials until now took, once one is finished',
    { sinceStartMs: 140_000, trials: 8, finished: 2, loads: [] },
    6 * 70,
  ],
  [
    'with what is done of those that go on',
    { sinceStartMs: 150_000, trials: 8, finished: 2, loads: [load(30_000)] },
    5.5 * 60,
  ],
  [
    'that of the slowest, and servers to stop, once all that is left goes on',
    { sinceStartMs: 99_000, trials: 3, finished: 1, loads: [load(10_000), load(45_000)] },
    45 + 2 * 3,
  ],
  ['nothing when all are over', { sinceStartMs: 99_000, trials: 3, finished: 3, loads: [] }, 0],
];

describe('the time that is left of a run', () => {
  for (const [name, soFar, seconds] of cases)
    it(`is ${name}`, () => {
      const left = timeLeft(soFar);
      assert.equal(left, seconds === undefined ? undefined : seconds * 1_000);
    });
});
