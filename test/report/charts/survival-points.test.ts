import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shareAt, survivalPoints } from '../../../src/report/charts/survival-points.ts';
import type { DurationCount } from '../../../src/samples/duration-counts.ts';
import { encodeHistogram } from '../../../src/samples/histogram.ts';
import type { TrialRecord } from '../../../src/samples/trial-record.ts';
import { trialRecord } from '../fixtures/trial-record.ts';

function trialOf(
  completed: readonly (readonly [ms: number, count: number])[],
  unanswered: typeof completed = [],
): TrialRecord {
  const trial = trialRecord();
  const encoded = (list: typeof completed): string =>
    encodeHistogram(list.map(([ms, count]) => [ms * 1_000, count] as unknown as DurationCount));
  const { histograms } = trial;
  if (histograms === null) throw new Error('the fixture has histograms');
  return {
    ...trial,
    histograms: { ...histograms, observed: encoded(completed), unanswered: encoded(unanswered) },
  };
}

/** Times are stored to 3 digits: near them the share is that before or after. */
const aside = 1.01;

test('requests without a response hold the curve up, as Kaplan and Meier have it', () => {
  // 10 requests: 4 end at 100 ms, 2 leave unanswered at 150 ms, 2 of the 4 left end at 200 ms, 2 are cut off at 300 ms.
  const curve =
    survivalPoints([
      trialOf(
        [
          [100, 4],
          [200, 2],
        ],
        [
          [150, 2],
          [300, 2],
        ],
      ),
    ]) ?? assert.fail();
  assert.equal(shareAt(curve.points, 99), 1);
  assert.ok(Math.abs(shareAt(curve.points, 100 * aside) - 0.6) < 1e-9);
  assert.ok(Math.abs(shareAt(curve.points, 200 * aside) - 0.6 * (1 - 2 / 4)) < 1e-9);
  assert.equal(curve.completed, 6);
  assert.equal(curve.unanswered, 4);
  assert.equal(
    curve.censored.reduce((sum, { count }) => sum + count, 0),
    4,
  );
  assert.ok(Math.abs((curve.points.at(-1)?.ms ?? 0) / 300 - 1) < 0.002);
});

test('trials of a condition are taken together', () => {
  const together = survivalPoints([trialOf([[10, 5]]), trialOf([[20, 15]])]) ?? assert.fail();
  assert.ok(Math.abs(shareAt(together.points, 10 * aside) - 0.75) < 1e-9);
  assert.equal(shareAt(together.points, 20 * aside), 0);
});

test('a curve begins at 1, never rises, and has few points however many durations there are', () => {
  const durations = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 1, max: 500 })),
    { minLength: 1, maxLength: 400 },
  );
  const ascending = durations.map((list) => list.toSorted(([one], [other]) => one - other));
  fc.assert(
    fc.property(ascending, ascending, (completed, unanswered) => {
      const { points } = survivalPoints([trialOf(completed, unanswered)]) ?? assert.fail();
      assert.deepEqual(points[0], { ms: 0, share: 1 });
      for (const [index, { ms, share }] of points.entries()) {
        assert.ok(ms >= (points[index - 1]?.ms ?? 0));
        assert.ok(share <= (points[index - 1]?.share ?? 1) && share >= 0);
      }
      assert.ok(points.length <= 250 + 100);
    }),
    { numRuns: 30 },
  );
});

test('without histograms there is no curve', () => {
  assert.equal(survivalPoints([{ ...trialRecord(), histograms: null }]), undefined);
  assert.equal(survivalPoints([trialOf([])]), undefined);
});
