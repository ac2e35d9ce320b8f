import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import {
  bucketOf,
  bucketQuantile,
  INTERVAL_BUCKETS,
  mergeBuckets,
  type BucketCounts,
} from '../../src/samples/interval-histogram.ts';
import type { Microseconds } from '../../src/units.ts';

const anyDuration = fc.oneof(fc.nat(300), fc.nat(100_000), fc.nat(2 ** 31 - 1)) as fc.Arbitrary<Microseconds>;

function bucketsOf(durations: readonly Microseconds[]): BucketCounts {
  return mergeBuckets(durations.map((duration) => new Uint32Array([bucketOf(duration), 1])));
}

it('gives every quantile to within half a bucket, 0.8 %', () => {
  fc.assert(
    fc.property(
      fc.array(anyDuration, { minLength: 1 }),
      fc.constantFrom(0.5, 0.9, 0.99, 1),
      (values, share) => {
        const sorted = values.toSorted((left, right) => left - right);
        const exact =
          sorted[Math.max(1, Math.ceil(Number((share * sorted.length).toPrecision(12)))) - 1] ?? NaN;
        const found = (bucketQuantile(bucketsOf(values), share) ?? NaN) * 1_000;
        assert.ok(Math.abs(found - exact) <= exact * 0.008 + 1e-6, `${found} for ${exact}`);
      },
    ),
  );
});

it('counts a longer duration in no earlier bucket, and none beyond the last', () => {
  fc.assert(
    fc.property(anyDuration, anyDuration, (one, other) => {
      const [shorter, longer] = one < other ? [one, other] : [other, one];
      assert.ok(bucketOf(shorter) <= bucketOf(longer));
      assert.ok(bucketOf(longer) < INTERVAL_BUCKETS);
    }),
  );
  assert.equal(bucketOf(3_600_000_000 as Microseconds), INTERVAL_BUCKETS - 1);
});

it('adds up, in whatever parts the counts come', () => {
  fc.assert(
    fc.property(fc.array(anyDuration), fc.array(anyDuration), (one, other) => {
      assert.deepEqual(mergeBuckets([bucketsOf(one), bucketsOf(other)]), bucketsOf([...one, ...other]));
    }),
  );
});

it('has no quantile of nothing', () => {
  assert.equal(bucketQuantile(mergeBuckets([]), 0.5), null);
});
