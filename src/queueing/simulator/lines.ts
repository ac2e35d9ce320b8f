import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { Jobs } from './jobs.ts';

const NONE = -1;

/** Those who wait, a line for each worker. */
export interface Lines {
  enter(worker: number, job: number): void;
  /** @returns the next one's number, which leaves the line; NONE when nobody waits */
  take(worker: number): number;
}

/** First come, first served; through the jobs' own links. */
export class FifoLines implements Lines {
  readonly #jobs: Jobs;
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;

  constructor(workers: number, jobs: Jobs) {
    this.#jobs = jobs;
    this.#heads = new Int32Array(workers).fill(NONE);
    this.#tails = new Int32Array(workers).fill(NONE);
  }

  enter(worker: number, job: number): void {
    const tail = this.#tails[worker] ?? NONE;
    this.#jobs.setFollowing(job, NONE);
    if (tail === NONE) this.#heads[worker] = job;
    else this.#jobs.setFollowing(tail, job);
    this.#tails[worker] = job;
  }

  take(worker: number): number {
    const job = this.#heads[worker] ?? NONE;
    if (job === NONE) return NONE;
    const next = this.#jobs.followingOf(job);
    this.#heads[worker] = next;
    if (next === NONE) this.#tails[worker] = NONE;
    return job;
  }
}

const FIRST_CAPACITY = 16;

/** Whoever of those waiting chance picks. */
export class RandomLines implements Lines {
  readonly #generator: RandomGenerator;
  readonly #waiting: Int32Array[];
  readonly #sizes: Int32Array;

  constructor(workers: number, generator: RandomGenerator) {
    this.#generator = generator;
    this.#waiting = Array.from({ length: workers }, () => new Int32Array(FIRST_CAPACITY));
    this.#sizes = new Int32Array(workers);
  }

  enter(worker: number, job: number): void {
    const size = this.#sizes[worker] ?? 0;
    let waiting = this.#waiting[worker] ?? new Int32Array(FIRST_CAPACITY);
    if (size === waiting.length) {
      const larger = new Int32Array(2 * size);
      larger.set(waiting);
      waiting = larger;
      this.#waiting[worker] = larger;
    }
    waiting[size] = job;
    this.#sizes[worker] = size + 1;
  }

  take(worker: number): number {
    const size = this.#sizes[worker] ?? 0;
    const waiting = this.#waiting[worker];
    if (size === 0 || waiting === undefined) return NONE;
    const place = Math.floor(uniformFloat64(this.#generator) * size);
    const job = waiting[place] ?? NONE;
    waiting[place] = waiting[size - 1] ?? NONE;
    this.#sizes[worker] = size - 1;
    return job;
  }
}
