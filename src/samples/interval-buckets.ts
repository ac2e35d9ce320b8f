import { bucketOf, filledBuckets, INTERVAL_BUCKETS, type BucketCounts } from './interval-histogram.ts';
import type { Microseconds } from '../units.ts';

/** How often durations fell into each bucket, for each interval of the window that they ended in. */
export class IntervalBuckets {
  /** Of the intervals that are over. */
  readonly #closed: BucketCounts[] = [];
  /** Of the one that was counted in last. */
  readonly #buckets = new Uint32Array(INTERVAL_BUCKETS);
  #interval = 0;

  /** Hot: once a response. An interval before the one that was counted in last is over: what is late for it counts there. */
  add(interval: number, duration: Microseconds): void {
    while (this.#interval < interval) this.#close();
    const bucket = bucketOf(duration);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  result(): BucketCounts[] {
    this.#close();
    return this.#closed;
  }

  #close(): void {
    this.#closed.push(filledBuckets(this.#buckets));
    this.#buckets.fill(0);
    this.#interval++;
  }
}
